package io.parley.gateway.pages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** A file as it is served: its bytes, compressed too where that makes them fewer, and what is known by looking at them. */
public final class PageFile {

    private static final int ETAG_BYTES = 16;

    private final String path;
    private final String mediaType;
    private final byte[] content;
    private final byte[] compressed;
    private final String etag;

    private PageFile(String path, FileType type, byte[] content) {
        this.path = path;
        this.mediaType = type.mediaType();
        this.content = content;
        this.compressed = type.isText() ? gzip(content) : content;
        // Weak: the same for the compressed form.
        this.etag = "W/\"" + HexFormat.of().formatHex(sha256(content), 0, ETAG_BYTES) + '"';
    }

    static PageFile of(String path, FileType type, byte[] content) {
        return new PageFile(path, type, content);
    }

    public String path() {
        return path;
    }

    public String mediaType() {
        return mediaType;
    }

    public String etag() {
        return etag;
    }

    public byte[] content() {
        return content.clone();
    }

    /** In gzip, where that is smaller. */
    public Optional<byte[]> compressed() {
        return compressed.length < content.length ? Optional.of(compressed.clone()) : Optional.empty();
    }

    public boolean isPage() {
        return mediaType.startsWith("text/html");
    }

    private static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream(content.length / 2);
        try (var gzip = new GZIPOutputStream(bytes) {
            {
                def.setLevel(9);
            }
        }) {
            gzip.write(content);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
