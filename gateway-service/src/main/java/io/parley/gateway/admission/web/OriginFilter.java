package io.parley.gateway.admission.web;

import io.parley.gateway.admission.AllowedOrigins;
import io.parley.gateway.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * CORS and the origin of WebSockets by one list. Spring's own CORS filter cannot say {@code X-Stainless-*}, which the
 * official OpenAI clients send. A request without Origin is no browser's and goes on.
 */
class OriginFilter implements WebFilter {

    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final List<String> HEADERS = List.of(
            "Authorization", "Content-Type", "OpenAI-Beta", "OpenAI-Organization", "OpenAI-Project", "Idempotency-Key");
    private static final String STAINLESS = "x-stainless-";
    private static final String EXPOSED = "Retry-After, x-request-id, openai-poll-after-ms";
    private static final String REMEMBERED_SECONDS = "600";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final List<String> OPEN_TO_READ = List.of("/health", "/desk/", "/.well-known/");
    private static final String FOR_EVERY_PAGE = "/static/";

    private final AllowedOrigins origins;

    OriginFilter(AllowedOrigins origins) {
        this.origins = origins;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        HttpHeaders answer = exchange.getResponse().getHeaders();
        if (isForEveryPage(request)) {
            answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
            return chain.filter(exchange);
        }
        answer.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        String origin = request.getHeaders().getOrigin();
        if (origin == null) {
            return chain.filter(exchange);
        }
        if (!origins.allows(origin, request.getHeaders().getFirst(HttpHeaders.HOST))) {
            return isOpenToRead(request)
                    ? chain.filter(exchange)
                    : Mono.error(Problem.FORBIDDEN.because("Pages of this origin may not call here."));
        }
        answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        answer.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        return isPreflight(request) ? answerPreflight(exchange) : chain.filter(exchange);
    }

    /** The widget's modules: a page that embeds them imports them with CORS, whether or not it may call. */
    private static boolean isForEveryPage(ServerHttpRequest request) {
        return READING.contains(request.getMethod())
                && request.getPath().value().startsWith(FOR_EVERY_PAGE);
    }

    /** What anybody may read is served to any page; without CORS headers a script of that page cannot see it. */
    private static boolean isOpenToRead(ServerHttpRequest request) {
        String path = request.getPath().value();
        return READING.contains(request.getMethod()) && OPEN_TO_READ.stream().anyMatch(path::startsWith);
    }

    private static boolean isPreflight(ServerHttpRequest request) {
        return HttpMethod.OPTIONS.equals(request.getMethod())
                && request.getHeaders().getFirst(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null;
    }

    private static Mono<Void> answerPreflight(ServerWebExchange exchange) {
        HttpHeaders answer = exchange.getResponse().getHeaders();
        answer.add(HttpHeaders.VARY, HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        answer.set(
                HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                allowedHeaders(
                        exchange.getRequest().getHeaders().getFirst(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS)));
        answer.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, REMEMBERED_SECONDS);
        exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
        return exchange.getResponse().setComplete();
    }

    /** Header wildcards do not exist beside names: the X-Stainless ones that were asked for are named. */
    private static String allowedHeaders(@Nullable String asked) {
        List<String> allowed = new ArrayList<>(HEADERS);
        if (asked != null) {
            Arrays.stream(asked.split(","))
                    .map(name -> name.strip().toLowerCase(Locale.ROOT))
                    .filter(name -> name.startsWith(STAINLESS))
                    .filter(name -> name.chars().allMatch(c -> c == '-' || Character.isLetterOrDigit(c)))
                    .forEach(allowed::add);
        }
        return String.join(", ", allowed);
    }
}
