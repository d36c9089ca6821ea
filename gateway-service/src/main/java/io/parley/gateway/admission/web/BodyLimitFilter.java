package io.parley.gateway.admission.web;

import io.parley.gateway.admission.AdmissionProperties;
import io.parley.gateway.problem.Problem;
import io.parley.gateway.problem.Refusal;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Flux;
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
        long limit = limit(request);
        long declared = request.getHeaders().getContentLength();
        if (declared > limit) {
            return Mono.error(tooLarge(limit));
        }
        if (declared >= 0) {
            return chain.filter(exchange);
        }
        return chain.filter(
                exchange.mutate().request(new CountedBody(request, limit)).build());
    }

    private long limit(ServerHttpRequest request) {
        boolean isDocument = request.getMethod() == HttpMethod.POST
                && DOCUMENTS.matches(request.getPath().pathWithinApplication());
        return isDocument ? documents : usual;
    }

    private static Refusal tooLarge(long limit) {
        return Problem.PAYLOAD_TOO_LARGE.because("The body is larger than " + limit + " bytes.");
    }

    /** Counts what flows through; keeps nothing. */
    private static final class CountedBody extends ServerHttpRequestDecorator {

        private final long limit;

        CountedBody(ServerHttpRequest request, long limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            AtomicLong seen = new AtomicLong();
            return super.getBody().<DataBuffer>handle((buffer, sink) -> {
                if (seen.addAndGet(buffer.readableByteCount()) > limit) {
                    DataBufferUtils.release(buffer);
                    sink.error(tooLarge(limit));
                } else {
                    sink.next(buffer);
                }
            });
        }
    }
}
