package io.parley.completion.retrieval;

import io.parley.completion.document.DocumentKey;
import io.parley.completion.retrieval.PassageSearch.Scope;

/** Something that was done to documents, as the indexes of other replicas have to follow it. */
public sealed interface PassageChange {

    /** A document has other passages or vectors than before. */
    record Put(DocumentKey document) implements PassageChange {}

    /** A document is gone. */
    record Removed(DocumentKey document) implements PassageChange {}

    /** All documents of a chatbot are gone. */
    record AllRemoved(Scope scope) implements PassageChange {}
}
