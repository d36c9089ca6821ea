package io.parley.completion.document.parse;

import io.parley.completion.document.Block;
import io.parley.completion.document.DocumentFault;
import io.parley.completion.document.DocumentRefused;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.BreakIterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Passes on what is found in a file, and ends the reading when that becomes too much. */
final class BlockSink {

    /** Characters in one block; a longer paragraph goes on in the next. */
    static final int LONGEST = 32_000;

    /** A document of single words is none. */
    private static final int MOST_BLOCKS = 200_000;

    private final DataOutputStream out;
    private final int mostText;
    private int text;
    private int blocks;
    private @Nullable DocumentFault fault;

    BlockSink(DataOutputStream out, int mostText) {
        this.out = out;
        this.mostText = mostText;
    }

    /** @throws DocumentRefused where there is too much of it */
    void add(int level, int page, String found) {
        var rest = found;
        while (rest.length() > LONGEST) {
            int cut = cut(rest);
            write(new Block(level, page, rest.substring(0, cut)));
            rest = rest.substring(cut);
        }
        if (!rest.isBlank()) {
            write(new Block(level, page, rest));
        }
    }

    private void write(Block block) {
        text += block.text().length();
        blocks++;
        if (text > mostText || blocks > MOST_BLOCKS) {
            throw refused(DocumentFault.TOO_COMPLEX);
        }
        try {
            ParserFrames.writeBlock(out, block);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where nothing is found for a while although there is something to read. */
    void alive() {
        try {
            ParserFrames.writeAlive(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean hasText() {
        return blocks > 0;
    }

    /** Remembered here, because parsers wrap what is thrown under them as they like. */
    DocumentRefused refused(DocumentFault found) {
        fault = found;
        return new DocumentRefused(found);
    }

    @Nullable DocumentFault fault() {
        return fault;
    }

    private static int cut(String text) {
        int space = text.lastIndexOf(' ', LONGEST);
        if (space > LONGEST / 2) {
            return space + 1;
        }
        var characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text.substring(0, LONGEST + 100));
        int place = characters.preceding(LONGEST + 1);
        return place > 0 ? place : LONGEST;
    }
}
