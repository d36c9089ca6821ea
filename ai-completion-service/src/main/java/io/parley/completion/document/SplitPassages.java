package io.parley.completion.document;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a document into passages: never across a heading, only between sentences, and so that the end of one passage
 * is the beginning of the next.
 *
 * <p>The embedding model all-MiniLM-L6-v2 reads 256 word pieces and no more (its model card), which is about 1,000 to
 * 1,200 characters of English. A passage of 800 is read whole in most languages. The overlap keeps a sentence together
 * with the one that it refers to.
 */
final class SplitPassages {

    /** Characters at which a passage is long enough. */
    static final int TARGET = 800;

    static final int LONGEST = 1_200;

    /** At most so much of a passage is said again in the next one, in whole sentences. */
    static final int OVERLAP = 150;

    /** Of a heading that is shown with a passage. */
    private static final int LONGEST_HEADING = 120;

    /** What is longer is a paragraph, whatever it is marked as. */
    private static final int LONGEST_TRUE_HEADING = 300;

    private final DocumentKey document;
    private final String title;
    private final int most;
    private final List<Passage> passages = new ArrayList<>();
    private final List<Heading> headings = new ArrayList<>();
    private final List<Sentence> open = new ArrayList<>();
    private int length;

    /** How many of the open sentences are the end of the passage before. */
    private int repeated;

    /** Whether the newest heading has nothing under it yet. */
    private boolean bare;

    private record Heading(int level, String text, int page) {}

    private SplitPassages(DocumentKey document, String title, int most) {
        this.document = document;
        this.title = title;
        this.most = most;
    }

    /**
     * @param most passages that a document may have
     * @throws DocumentRefused where there is no text, or too much of it
     */
    static List<Passage> of(DocumentKey document, String title, List<Block> blocks, int most) {
        var split = new SplitPassages(document, title, most);
        blocks.forEach(block -> {
            if (block.isHeading() && block.text().length() <= LONGEST_TRUE_HEADING) {
                split.begin(block);
            } else {
                split.add(block);
            }
        });
        split.endSection();
        if (split.passages.isEmpty()) {
            throw new DocumentRefused(DocumentFault.NO_TEXT);
        }
        return split.passages;
    }

    private void begin(Block block) {
        var text = Sentence.tidy(block.text()).replace('\n', ' ');
        if (text.isEmpty()) {
            return;
        }
        // A heading with nothing under it but smaller headings is in their paths.
        if (bare && headings.getLast().level() < block.level()) {
            bare = false;
        }
        endSection();
        headings.removeIf(heading -> heading.level() >= block.level());
        headings.add(new Heading(block.level(), text, block.page()));
        bare = true;
    }

    private void add(Block block) {
        for (var sentence : Sentence.of(block, LONGEST - OVERLAP)) {
            int longer = length + sentence.text().length();
            if (open.size() > repeated && (longer > LONGEST || (longer > TARGET && length >= TARGET / 2))) {
                close();
            }
            open.add(sentence);
            length += sentence.text().length() + sentence.gap().length();
            bare = false;
        }
    }

    private void endSection() {
        if (bare) {
            // With nothing under it at all the heading itself is what there is to read.
            var last = headings.getLast();
            open.add(new Sentence(last.text(), "", last.page()));
        }
        if (open.size() > repeated) {
            close();
        }
        open.clear();
        length = 0;
        repeated = 0;
    }

    private void close() {
        if (passages.size() == most) {
            throw new DocumentRefused(DocumentFault.TOO_COMPLEX);
        }
        var text = new StringBuilder(length);
        open.forEach(sentence -> text.append(sentence.text()).append(sentence.gap()));
        int page = open.get(repeated).page();
        passages.add(new Passage(
                document,
                passages.size(),
                title,
                page > 0 ? page : null,
                heading(),
                text.toString().strip()));
        keepEnd();
    }

    private void keepEnd() {
        int from = open.size();
        int kept = 0;
        while (from > repeated + 1) {
            var sentence = open.get(from - 1);
            if (kept + sentence.text().length() + sentence.gap().length() > OVERLAP) {
                break;
            }
            kept += sentence.text().length() + sentence.gap().length();
            from--;
        }
        open.subList(0, from).clear();
        length = kept;
        repeated = open.size();
    }

    private @Nullable String heading() {
        return headings.isEmpty()
                ? null
                : String.join(
                        " > ",
                        headings.stream()
                                .map(heading -> Sentence.of(new Block(0, 0, heading.text()), LONGEST_HEADING)
                                        .getFirst()
                                        .text())
                                .toList());
    }
}
