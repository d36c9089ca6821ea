/** Finds the passages of a chatbot's documents that a question is about, by words and by meaning. */
@NullMarked
package io.parley.completion.retrieval;

import org.jspecify.annotations.NullMarked;
