package io.parley.completion.document.parse;

import io.parley.completion.document.Block;
import io.parley.completion.document.DocumentFault;
import io.parley.completion.document.DocumentKind;
import io.parley.completion.document.DocumentRefused;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a service and its parser say to each other, over the parser's standard input and output: a kind and the pieces of
 * a file one way, blocks and an end the other. The parser has read what strangers wrote, so the service believes no
 * length of its without looking.
 */
final class ParserFrames {

    /** Bytes of a block's text. */
    static final int LONGEST_BLOCK = 1 << 18;

    private static final int STARTED = 1;
    private static final int ALIVE = 2;
    private static final int BLOCK = 3;
    private static final int DONE = 4;
    private static final int REFUSED = 5;
    private static final int SMALLEST_HEADING = 6;

    private ParserFrames() {}

    /** What a parser says. */
    sealed interface Answer {

        record Started() implements Answer {}

        /** It is still reading; a page has begun. */
        record Alive() implements Answer {}

        record Found(Block block) implements Answer {}

        record Done() implements Answer {}
    }

    static void writeKind(DataOutputStream out, DocumentKind kind) throws IOException {
        out.writeUTF(kind.name());
    }

    static void writePiece(DataOutputStream out, byte[] piece) throws IOException {
        out.writeInt(piece.length);
        out.write(piece);
    }

    static void writeEnd(DataOutputStream out) throws IOException {
        out.writeInt(0);
        out.flush();
    }

    /** Empty where the service needs the parser no longer. */
    static Optional<DocumentKind> readKind(DataInputStream in) throws IOException {
        try {
            return Optional.of(DocumentKind.valueOf(in.readUTF()));
        } catch (EOFException _) {
            return Optional.empty();
        }
    }

    static void readFile(DataInputStream in, OutputStream file) throws IOException {
        for (int length = in.readInt(); length > 0; length = in.readInt()) {
            file.write(in.readNBytes(length));
        }
    }

    static void writeStarted(DataOutputStream out) throws IOException {
        out.writeByte(STARTED);
        out.flush();
    }

    static void writeAlive(DataOutputStream out) throws IOException {
        out.writeByte(ALIVE);
        out.flush();
    }

    static void writeBlock(DataOutputStream out, Block block) throws IOException {
        var text = block.text().getBytes(StandardCharsets.UTF_8);
        out.writeByte(BLOCK);
        out.writeByte(block.level());
        out.writeInt(block.page());
        out.writeInt(text.length);
        out.write(text);
    }

    static void writeDone(DataOutputStream out) throws IOException {
        out.writeByte(DONE);
        out.flush();
    }

    static void writeRefused(DataOutputStream out, DocumentFault fault) throws IOException {
        out.writeByte(REFUSED);
        out.writeUTF(fault.name());
        out.flush();
    }

    /** @throws DocumentRefused where that is the answer */
    static Answer read(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case STARTED -> new Answer.Started();
            case ALIVE -> new Answer.Alive();
            case BLOCK -> new Answer.Found(readBlock(in));
            case DONE -> new Answer.Done();
            case REFUSED -> throw new DocumentRefused(readFault(in));
            default -> throw new IOException("a parser said " + kind);
        };
    }

    private static Block readBlock(DataInputStream in) throws IOException {
        int level = in.readByte();
        int page = in.readInt();
        int length = in.readInt();
        if (level < 0 || level > SMALLEST_HEADING || page < 0 || length < 0 || length > LONGEST_BLOCK) {
            throw new IOException(
                    "a parser gave a block of level %d, page %d, %d bytes".formatted(level, page, length));
        }
        var text = in.readNBytes(length);
        if (text.length < length) {
            throw new EOFException("a parser ended within a block");
        }
        return new Block(level, page, new String(text, StandardCharsets.UTF_8));
    }

    private static DocumentFault readFault(DataInputStream in) throws IOException {
        try {
            return DocumentFault.valueOf(in.readUTF());
        } catch (IllegalArgumentException e) {
            throw new IOException("a parser gave a reason that there is not", e);
        }
    }
}
