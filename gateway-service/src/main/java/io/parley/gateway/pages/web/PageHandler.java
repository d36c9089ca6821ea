package io.parley.gateway.pages.web;

import io.parley.gateway.pages.PageFile;
import io.parley.gateway.pages.PageFiles;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/**
 * Answers a request for a file. Everything is asked for again each time it is used and answered 304 where nothing changed:
 * pages and the modules they import are always of one version.
 */
class PageHandler {

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String INDEX = "index.html";
    private static final String STATIC = "static/";
    private static final Pattern HIDDEN_OR_OUTSIDE = Pattern.compile("(^|/)\\.|//|[\\\\\\p{Cntrl}]");
    private static final Pattern GZIP = Pattern.compile("(?i)(gzip|\\*)\\s*(;\\s*q=(?!0(\\.0*)?$).*)?");

    private final PageFiles files;

    PageHandler(PageFiles files) {
        this.files = files;
    }

    Mono<ServerResponse> answer(ServerRequest request) {
        if (!READING.contains(request.method())) {
            return Mono.error(new ResponseStatusException(HttpStatus.METHOD_NOT_ALLOWED));
        }
        String path = request.uri().getPath().substring(1);
        if (HIDDEN_OR_OUTSIDE.matcher(path).find()) {
            return notFound();
        }
        return files.find(path.endsWith("/") ? path + INDEX : LoaderScript.orFile(path, request.headers()))
                .flatMap(file -> serve(request, file, LoaderScript.isBehind(path)))
                .switchIfEmpty(Mono.defer(() -> toFolder(request, path)))
                .switchIfEmpty(Mono.defer(PageHandler::notFound));
    }

    private static Mono<ServerResponse> serve(ServerRequest request, PageFile file, boolean variesByUse) {
        Optional<byte[]> compressed = file.compressed();
        boolean zipped = compressed.isPresent() && takesGzip(request.headers());
        List<String> vary = new ArrayList<>();
        if (variesByUse) {
            vary.addAll(LoaderScript.DECIDED_BY);
        }
        if (compressed.isPresent()) {
            vary.add(HttpHeaders.ACCEPT_ENCODING);
        }
        // Added to what the filters have said, which the headers of a ServerResponse do not change.
        request.exchange().getResponse().getHeaders().addAll(HttpHeaders.VARY, vary);
        return ServerResponse.ok()
                .contentType(MediaType.parseMediaType(file.mediaType()))
                .eTag(file.etag())
                .cacheControl(CacheControl.noCache())
                .headers(headers -> describe(headers, request, file, zipped))
                .bodyValue(zipped ? compressed.get() : file.content());
    }

    private static void describe(HttpHeaders headers, ServerRequest request, PageFile file, boolean zipped) {
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cross-Origin-Resource-Policy", file.path().startsWith(STATIC) ? "cross-origin" : "same-origin");
        if (zipped) {
            headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        if (file.isPage()) {
            headers.set("Referrer-Policy", "same-origin");
            headers.set(
                    "Content-Security-Policy",
                    ContentSecurity.policy(file, request.headers().firstHeader(HttpHeaders.HOST)));
        }
    }

    private Mono<ServerResponse> toFolder(ServerRequest request, String path) {
        String query = request.uri().getRawQuery();
        URI folder = URI.create(request.uri().getRawPath() + '/' + (query == null ? "" : '?' + query));
        return path.endsWith("/")
                ? Mono.empty()
                : files.find(path + '/' + INDEX)
                        .flatMap(index -> ServerResponse.status(HttpStatus.FOUND)
                                .location(folder)
                                .build());
    }

    private static boolean takesGzip(ServerRequest.Headers headers) {
        return headers.header(HttpHeaders.ACCEPT_ENCODING).stream()
                .flatMap(value -> Pattern.compile(",").splitAsStream(value))
                .anyMatch(coding -> GZIP.matcher(coding.strip()).matches());
    }

    private static <T> Mono<T> notFound() {
        return Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
