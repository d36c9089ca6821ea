/** The embedding model in this process. */
@NullMarked
package io.parley.completion.retrieval.langchain4j;

import org.jspecify.annotations.NullMarked;
