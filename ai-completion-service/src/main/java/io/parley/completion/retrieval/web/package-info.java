/** The search of documents over HTTP. */
@NullMarked
package io.parley.completion.retrieval.web;

import org.jspecify.annotations.NullMarked;
