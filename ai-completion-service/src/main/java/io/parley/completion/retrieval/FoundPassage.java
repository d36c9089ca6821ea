package io.parley.completion.retrieval;

import io.parley.completion.document.Passage;

/**
 * A passage that a question is about.
 *
 * @param score from 0 to 1: the larger one of how near it is in meaning and how much of the question's words it has
 */
public record FoundPassage(Passage passage, double score) {}
