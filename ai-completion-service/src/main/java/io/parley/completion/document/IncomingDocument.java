package io.parley.completion.document;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A file while it comes in: counted, hashed and stored piece by piece, so that no more than a piece of it is ever in
 * memory. Used by one subscriber, one call after the other. What is refused is still taken to its end, and forgotten:
 * a client that is sending reads no answer.
 */
final class IncomingDocument {

    /** As much is looked at before a file counts as what its name says. */
    private static final int START = 4_096;

    /** So much more than is taken is read on; who sends more is cut off. */
    private static final long READ_ON = 32L << 20;

    private final DocumentKey key;
    private final String name;
    private final @Nullable DocumentKind kind;
    private final long largest;
    private final Documents documents;
    private final DocumentFiles files;
    private final OpenDocuments open;
    private final Clock clock;
    private final MessageDigest digest = sha256();
    private @Nullable DocumentFault fault;
    private byte[] piece = new byte[START];
    private int filled;
    private int pieces;
    private long size;

    IncomingDocument(
            DocumentKey key,
            String fileName,
            long largest,
            Documents documents,
            DocumentFiles files,
            OpenDocuments open,
            Clock clock) {
        this.key = key;
        this.name = DocumentName.cleaned(fileName);
        this.kind = DocumentKind.ofName(name).orElse(null);
        this.largest = largest;
        this.documents = documents;
        this.files = files;
        this.open = open;
        this.clock = clock;
        if (kind == null) {
            fault = DocumentFault.UNSUPPORTED_TYPE;
        }
    }

    /** @param bytes at most a piece */
    Mono<Void> take(byte[] bytes) {
        size += bytes.length;
        if (size > largest) {
            refuse(DocumentFault.TOO_LARGE);
        }
        if (fault != null) {
            return size > largest + READ_ON ? Mono.error(new DocumentRefused(fault)) : Mono.empty();
        }
        digest.update(bytes);
        if (filled + bytes.length <= DocumentFiles.PIECE) {
            fill(bytes);
            return Mono.empty();
        }
        return flush().then(Mono.fromRunnable(() -> fill(bytes)));
    }

    /** The whole file is there: stores what is left and opens its processing. Fails where the file is refused. */
    Mono<KnownDocument> end() {
        if (fault == null && size == 0) {
            refuse(DocumentFault.EMPTY_FILE);
        }
        return flush().then(Mono.defer(() -> fault == null ? open() : Mono.error(new DocumentRefused(fault))));
    }

    private Mono<KnownDocument> open() {
        var document = KnownDocument.received(
                key,
                name,
                Objects.requireNonNull(kind),
                size,
                HexFormat.of().formatHex(digest.digest()),
                clock.instant());
        return documents
                .add(document)
                .flatMap(known -> known.key().equals(key)
                        ? open.received(key).thenReturn(known)
                        : abandon().thenReturn(known));
    }

    /** Leaves nothing of the file behind. */
    Mono<Void> abandon() {
        return pieces == 0
                ? Mono.empty()
                : documents
                        .delete(key)
                        .then(Mono.defer(() -> files.delete(key)))
                        .then(Mono.defer(
                                () -> open.finish(new OpenDocuments.Work(key, OpenDocuments.Task.RECEIVE, 0))));
    }

    private void fill(byte[] bytes) {
        if (filled + bytes.length > piece.length) {
            piece = Arrays.copyOf(piece, DocumentFiles.PIECE);
        }
        System.arraycopy(bytes, 0, piece, filled, bytes.length);
        filled += bytes.length;
        if (pieces == 0 && filled >= START) {
            check();
        }
    }

    private Mono<Void> flush() {
        if (pieces == 0) {
            check();
        }
        if (fault != null || filled == 0) {
            return Mono.empty();
        }
        var full = Arrays.copyOf(piece, filled);
        int number = pieces++;
        filled = 0;
        var kept = Mono.defer(() -> files.keep(key, number, full));
        // The lease comes first: pieces of an upload that ended with its process are found by it.
        return number == 0 ? open.receiving(key).then(kept) : kept;
    }

    private void check() {
        if (kind != null && size > 0 && !kind.mayBeginWith(Arrays.copyOf(piece, Math.min(filled, START)))) {
            refuse(DocumentFault.TYPE_MISMATCH);
        }
    }

    private void refuse(DocumentFault found) {
        // What is too large is that above all, whatever else it is.
        if (fault == null || found == DocumentFault.TOO_LARGE) {
            fault = found;
        }
        piece = new byte[0];
        filled = 0;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
