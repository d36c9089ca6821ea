package io.parley.completion.evaluation;

import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.Passage;
import io.parley.events.log.WireJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Documents, questions, and the words of the document that answer each.
 *
 * @param passages of all documents
 * @param questions that the documents answer
 * @param unanswerable that they do not
 */
record RetrievalSet(List<Passage> passages, List<Question> questions, List<Question> unanswerable) {

    static final String TENANT = "evaluation";
    static final String CHATBOT = "retrieval-set";

    /**
     * A question of the set.
     *
     * @param kind how it is put: {@code name} (a code or a name of the document), {@code plain} (its words) or
     *     {@code paraphrase} (other words); empty for those without an answer
     * @param document file that answers it; empty for none
     * @param phrase of the passage that answers it
     */
    record Question(String id, String kind, String question, String document, String phrase) {

        Question {
            kind = kind == null ? "" : kind;
            document = document == null ? "" : document;
            phrase = phrase == null ? "" : phrase;
        }

        boolean isAnsweredBy(Passage passage) {
            return passage.document().documentId().equals(document)
                    && oneSpaced(passage.text()).contains(oneSpaced(phrase));
        }
    }

    static RetrievalSet read(Path folder) throws IOException {
        var passages = new ArrayList<Passage>();
        try (var files = Files.list(folder.resolve("documents"))) {
            for (var file : files.sorted().toList()) {
                var document =
                        new DocumentKey(TENANT, CHATBOT, file.getFileName().toString());
                passages.addAll(MarkdownPassages.of(document, Files.readString(file)));
            }
        }
        var set = new RetrievalSet(
                List.copyOf(passages),
                questions(folder.resolve("questions.jsonl")),
                questions(folder.resolve("unanswerable.jsonl")));
        for (var question : set.questions()) {
            if (passages.stream().noneMatch(question::isAnsweredBy)) {
                throw new IllegalStateException("no passage has the words that answer " + question.id());
            }
        }
        return set;
    }

    private static List<Question> questions(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .map(line -> WireJson.mapper().readValue(line, Question.class))
                .toList();
    }

    private static String oneSpaced(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
