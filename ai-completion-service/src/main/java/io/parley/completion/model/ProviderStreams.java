package io.parley.completion.model;

import io.parley.events.Payer;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Calls to a provider, most of which are answered by a stream of server-sent events. */
public interface ProviderStreams {

    /**
     * A request as it goes over the wire.
     *
     * @param payer whose key it carries: where a user or a chatbot chose the address, it is held against the rule
     */
    record Call(String url, Map<String, List<String>> headers, String body, Payer payer) {

        @Override
        public String toString() {
            return "Call[" + url + "]";
        }
    }

    /** One server-sent event; {@code name} is empty where the provider gave none. */
    record Event(String name, String data) {}

    /**
     * Calls when subscribed to. What nobody asks for is not read from the network; cancelling closes the connection.
     * Every error is a {@link ModelFailure}.
     */
    Flux<Event> open(Call call);

    /**
     * A call whose answer is one body instead. Every error is a {@link ModelFailure}, also that it is longer than so
     * many bytes.
     */
    Mono<byte[]> whole(Call call, int most);
}
