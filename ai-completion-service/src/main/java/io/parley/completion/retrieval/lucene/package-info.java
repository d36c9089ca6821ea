/** The index of passages in this process. */
@NullMarked
package io.parley.completion.retrieval.lucene;

import org.jspecify.annotations.NullMarked;
