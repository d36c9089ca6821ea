package io.parley.completion.document.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.completion.chatbot.Chatbots;
import io.parley.completion.document.DocumentFault;
import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.DocumentPage;
import io.parley.completion.document.DocumentProperties;
import io.parley.completion.document.DocumentRefused;
import io.parley.completion.document.Documents;
import io.parley.completion.document.KnownDocument;
import io.parley.completion.document.ReceiveDocument;
import io.parley.completion.document.RemoveDocument;
import io.parley.platform.identity.Caller;
import io.parley.platform.problem.Problem;
import io.parley.platform.problem.QueryNumber;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /chatbots/{id}/documents}: what a chatbot has to read, for admins of the tenant. */
@RestController
class DocumentController {

    private static final int LARGEST_PAGE = 200;

    /** Bytes that a body may have besides a file: other parts, and what of a file too large is still read. */
    private static final long BESIDE_THE_FILE = 33L << 20;

    private final Chatbots chatbots;
    private final Documents documents;
    private final ReceiveDocument receive;
    private final RemoveDocument remove;
    private final DocumentProperties properties;

    DocumentController(
            Chatbots chatbots,
            Documents documents,
            ReceiveDocument receive,
            RemoveDocument remove,
            DocumentProperties properties) {
        this.chatbots = chatbots;
        this.documents = documents;
        this.receive = receive;
        this.remove = remove;
        this.properties = properties;
    }

    record Uploaded(String documentId, String name, String status) {

        static Uploaded of(KnownDocument document) {
            return new Uploaded(
                    document.key().documentId(),
                    document.name(),
                    document.status().word());
        }
    }

    /**
     * @param count of the documents in this page
     * @param nextCursor null at the end
     */
    record Listing(
            List<Entry> documents,
            int count,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String nextCursor) {

        static Listing of(DocumentPage page) {
            var entries = page.documents().stream().map(Entry::of).toList();
            return new Listing(entries, entries.size(), page.next() == null ? null : DocumentCursor.write(page.next()));
        }
    }

    /** @param detail the reason for people, where there is a reason */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            String documentId,
            String name,
            String status,
            @Nullable String reason,
            @Nullable String detail,
            long size,
            String mediaType,
            @Nullable Integer passages,
            Instant createdAt) {

        static Entry of(KnownDocument document) {
            var fault = document.fault();
            return new Entry(
                    document.key().documentId(),
                    document.name(),
                    document.status().word(),
                    fault == null ? null : fault.code(),
                    fault == null ? null : fault.sentence(),
                    document.size(),
                    document.kind().mediaType(),
                    document.passages(),
                    document.createdAt());
        }
    }

    /** Where the chatbot has this very file under this very name already, that document is the answer. */
    @PostMapping("/chatbots/{chatbotId}/documents")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Uploaded> upload(Caller caller, @PathVariable String chatbotId, ServerHttpRequest request) {
        var file = new UploadedFile(request, properties.largest().toBytes() + BESIDE_THE_FILE);
        return mayAdminister(caller, chatbotId)
                .onErrorResume(file::refuse)
                .then(Mono.defer(
                        () -> file.passTo((name, bytes) -> receive.receive(caller.tenant(), chatbotId, name, bytes))))
                .map(Uploaded::of)
                .onErrorMap(DocumentRefused.class, refused -> problem(refused.fault()));
    }

    private static Problem problem(DocumentFault fault) {
        var status = fault == DocumentFault.TOO_LARGE ? HttpStatus.CONTENT_TOO_LARGE : HttpStatus.UNPROCESSABLE_CONTENT;
        return new Problem(status, fault.code(), fault.sentence());
    }

    @GetMapping("/chatbots/{chatbotId}/documents")
    Mono<Listing> list(
            Caller caller,
            @PathVariable String chatbotId,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return mayAdminister(caller, chatbotId)
                .then(Mono.defer(() -> {
                    int most =
                            limit == null ? LARGEST_PAGE : (int) QueryNumber.between("limit", limit, 1, LARGEST_PAGE);
                    var behind = cursor == null ? null : DocumentCursor.read(cursor);
                    return documents.page(caller.tenant(), chatbotId, behind, most);
                }))
                .map(Listing::of);
    }

    @GetMapping("/chatbots/{chatbotId}/documents/{documentId}")
    Mono<Entry> one(Caller caller, @PathVariable String chatbotId, @PathVariable String documentId) {
        return mayAdminister(caller, chatbotId)
                .then(Mono.defer(() -> documents.find(new DocumentKey(caller.tenant(), chatbotId, documentId))))
                .map(Entry::of)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("document")));
    }

    @DeleteMapping("/chatbots/{chatbotId}/documents/{documentId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(Caller caller, @PathVariable String chatbotId, @PathVariable String documentId) {
        return mayAdminister(caller, chatbotId)
                .then(Mono.defer(() -> remove.remove(new DocumentKey(caller.tenant(), chatbotId, documentId))))
                .flatMap(wasThere -> wasThere ? Mono.empty() : Mono.error(Problem.notFound("document")));
    }

    private Mono<Void> mayAdminister(Caller caller, String chatbotId) {
        return caller.isAdmin()
                ? chatbots.find(caller.tenant(), chatbotId)
                        .switchIfEmpty(Mono.error(() -> Problem.notFound("chatbot")))
                        .then()
                : Mono.error(Problem.forbidden("Documents of chatbots are for admins."));
    }
}
