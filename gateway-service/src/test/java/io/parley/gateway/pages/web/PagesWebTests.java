package io.parley.gateway.pages.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.gateway.support.GatewayTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of src/main/web as browsers get them. */
class PagesWebTests extends GatewayTest {

    private static final Path WEB = Path.of("src/main/web");
    private static final String STRANGER = "https://shop.example";
    private static final String MODULE = "/static/vendor/marked/marked.esm.js";

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "/static/index.html, text/html;charset=utf-8",
        "/static/pages.css, text/css;charset=utf-8",
        "/static/vendor/marked/marked.esm.js, text/javascript;charset=utf-8",
        "/static/vendor/marked/LICENSE, text/plain;charset=utf-8",
    })
    void servesFilesAsWhatTheyAre(String path, String type) throws IOException {
        HttpResponse<String> answer = send(request(path));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo(type);
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
        assertThat(answer.body()).isEqualTo(Files.readString(WEB.resolve(path.substring(1))));
    }

    @Test
    void answersNothingNewWhereNothingIs() {
        HttpResponse<String> first = send(request("/static/index.html"));
        String etag = header(first, "ETag");

        HttpResponse<String> again = send(request("/static/index.html").header("If-None-Match", etag));
        HttpResponse<String> changed =
                send(request("/static/index.html").header("If-None-Match", "W/\"of-another-version\""));

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "ETag")).isEqualTo(etag);
        assertThat(header(again, "Content-Security-Policy")).isNotEmpty();
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).isEqualTo(first.body());
    }

    @Test
    void answersHeadLikeGetWithoutBody() {
        HttpResponse<String> got = send(request("/static/index.html"));
        HttpResponse<String> head = send(request("/static/index.html").method("HEAD", BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : List.of("Content-Type", "Content-Length", "ETag", "Content-Security-Policy")) {
            assertThat(header(head, name)).as(name).isEqualTo(header(got, name));
        }
    }

    @Test
    void compressesTextForWhoeverTakesIt() {
        HttpResponse<byte[]> zipped = sendForBytes(request(MODULE).header("Accept-Encoding", "br, gzip;q=0.8"));
        HttpResponse<String> plain = send(request(MODULE));

        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(unzipped(zipped.body())).isEqualTo(plain.body());
        assertThat(zipped.body().length * 3).isLessThan(plain.body().length());
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(plain.headers().allValues("Vary")).contains("Accept-Encoding");
        assertThat(header(plain, "ETag"))
                .isEqualTo(zipped.headers().firstValue("ETag").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip;q=0", "gzip; q=0.0", "identity", "br, deflate"})
    void compressesForNobodyElse(String encodings) {
        HttpResponse<byte[]> answer = sendForBytes(request(MODULE).header("Accept-Encoding", encodings));

        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void doesNotCompressWhatItPassesOn() {
        HttpResponse<byte[]> answer =
                sendForBytes(request("/chatbots", OWN.token("alice")).header("Accept-Encoding", "gzip"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void tellsPagesWhatTheyMayDo() {
        HttpResponse<String> page = send(request("/static/index.html"));
        String own = "127.0.0.1:" + port;

        assertThat(header(page, "Content-Security-Policy").split("; "))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "img-src 'self' data: https:",
                        "connect-src 'self' ws://" + own + " wss://" + own,
                        "base-uri 'none'",
                        "form-action 'none'",
                        "frame-ancestors 'self'",
                        "require-trusted-types-for 'script'",
                        "trusted-types dompurify");
        assertThat(header(page, "Referrer-Policy")).isEqualTo("same-origin");
        assertThat(send(request(MODULE)).headers().firstValue("Content-Security-Policy"))
                .isEmpty();
    }

    /** What a website names as a script has to be one, whatever its ending says. */
    @ParameterizedTest(name = "Sec-Fetch-Dest {0}, Accept {1}: {2}")
    @CsvSource({
        "script, */*, text/javascript",
        "script, text/html, text/javascript",
        "document, '*/*', text/html",
        "iframe, 'text/html,application/xhtml+xml', text/html",
        "empty, */*, text/html",
        ", 'text/html,application/xhtml+xml,*/*;q=0.8', text/html",
        ", */*, text/javascript",
        ", , text/javascript",
    })
    void servesTheLoaderAsScriptOrAsPage(String use, String accept, String type) {
        HttpRequest.Builder request = request("/static/chat-widget.html");
        if (use != null) {
            request.header("Sec-Fetch-Dest", use);
        }
        if (accept != null) {
            request.header("Accept", accept);
        }

        HttpResponse<String> answer = send(request);

        assertThat(header(answer, "Content-Type")).isEqualTo(type + ";charset=utf-8");
        assertThat(answer.headers().allValues("Vary")).contains("Sec-Fetch-Dest", "Accept");
        if (type.equals("text/javascript")) {
            assertThat(answer.body())
                    .isEqualTo(send(request("/static/chat-widget.js")).body());
        } else {
            assertThat(header(answer, "Content-Security-Policy")).doesNotContain("frame-ancestors");
        }
    }

    @Test
    void letsEveryPageImportModules() {
        HttpResponse<String> module = send(request(MODULE).header("Origin", STRANGER));
        HttpResponse<String> unasked = send(request(MODULE));

        assertThat(module.statusCode()).isEqualTo(200);
        assertThat(module.headers().allValues("Access-Control-Allow-Origin")).containsExactly("*");
        assertThat(header(module, "Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
        assertThat(header(unasked, "Access-Control-Allow-Origin")).isEqualTo("*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/.well-known/jwks.json", "/desk/", "/chatbots", "/staticx"})
    void letsStrangersReadNothingElse(String path) {
        HttpResponse<String> answer = send(request(path, OWN.token("alice")).header("Origin", STRANGER));

        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void leadsToFolders() {
        HttpResponse<String> answer = send(request("/desk?as=agent"));
        HttpResponse<String> index = send(request("/desk/"));

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(header(answer, "Location")).isEqualTo("/desk/?as=agent");
        assertThat(index.statusCode()).isEqualTo(200);
        assertThat(index.body()).isEqualTo(send(request("/desk/index.html")).body());
        assertThat(header(index, "Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(header(index, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static/nothing.js",
                "/static/vendor",
                "/static/vendor/",
                "/static/vendor/marked",
                "/static/vendor/marked/marked.esm.d.ts",
                "/static//index.html",
                "/static/.hidden.js",
                "/static/%2e%2e/%2e%2e/application.yaml",
                "/static/%2e%2e/desk/index.html",
                "/static/..%2f..%2fapplication.yaml",
                "/static/%5c..%5cindex.html",
                "/static/index.html%00.js",
                "/static/index.html/",
                "/static/index",
                "/desk/nothing",
                "/desk/../application.yaml",
            })
    void knowsNoOtherFiles(String path) {
        HttpResponse<String> answer = send(request(path, OWN.token("alice")));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(json(answer).path("code").stringValue()).isEqualTo("not_found");
    }

    @Test
    void isToReadOnly() {
        HttpResponse<String> answer =
                send(request("/static/index.html", OWN.token("alice")).POST(body("{}")));

        assertThat(answer.statusCode()).isEqualTo(405);
    }

    private static HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) {
        try {
            return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String unzipped(byte[] bytes) {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
