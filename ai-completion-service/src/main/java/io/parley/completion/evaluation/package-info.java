/** Judges the search of documents: how often it finds what answers a question, and how long it takes. No part of the service. */
@NullMarked
package io.parley.completion.evaluation;

import org.jspecify.annotations.NullMarked;
