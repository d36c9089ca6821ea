package io.parley.completion.model.langchain4j;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;

/**
 * The HTTP client of a model that many calls share: LangChain4j uses it on the thread that asks the model, which says
 * there whose call it is.
 */
final class CurrentCall implements HttpClient {

    private static final ScopedValue<ProviderCall> CALL = ScopedValue.newInstance();

    static void run(ProviderCall call, Runnable asking) {
        ScopedValue.where(CALL, call).run(asking);
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        return CALL.get().execute(request);
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        CALL.get().execute(request, parser, listener);
    }
}
