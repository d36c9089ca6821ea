package io.parley.gateway.admission.web;

import io.parley.gateway.admission.AdmissionProperties;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/** Refuses bodies that are too large: at once where the length is declared, else when the count passes the limit. */
class BodyLimitFilter implements WebFilter {

    private static final PathPattern DOCUMENTS = PathPatternParser.defaultInstance.parse("/chatbots/*/documents");

    private final long usual;
    private final long documents;

    BodyLimitFilter(AdmissionProperties properties) {
        usual = properties.bodyLimit().toBytes();
        documents = properties.documentLimit().toBytes();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        HttpHeaders headers = request.getHeaders();
        long declared = headers.getContentLength();
        if (declared <= 0 && !headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
            return chain.filter(exchange);
        }
        long limit = limit(request);
        MeteredBody body = new MeteredBody(request, limit);
        ServerHttpResponse response = exchange.getResponse();
        // Who waits for "100 Continue" sends nothing before the answer; reading would ask for it.
        if (!headers.containsHeader(HttpHeaders.EXPECT)) {
            response.beforeCommit(() -> body.readOn()
                    .doOnNext(whole -> closeUnless(whole, response))
                    .then());
        }
        return declared > limit
                ? Mono.error(body.tooLarge())
                : chain.filter(exchange.mutate().request(body).build());
    }

    private static void closeUnless(boolean whole, ServerHttpResponse response) {
        if (!whole) {
            response.getHeaders().set(HttpHeaders.CONNECTION, "close");
        }
    }

    private long limit(ServerHttpRequest request) {
        boolean isDocument = HttpMethod.POST.equals(request.getMethod())
                && DOCUMENTS.matches(request.getPath().pathWithinApplication());
        return isDocument ? documents : usual;
    }
}
