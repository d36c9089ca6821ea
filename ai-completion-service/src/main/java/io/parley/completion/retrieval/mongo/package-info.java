/** What replicas tell each other about their indexes. */
@NullMarked
package io.parley.completion.retrieval.mongo;

import org.jspecify.annotations.NullMarked;
