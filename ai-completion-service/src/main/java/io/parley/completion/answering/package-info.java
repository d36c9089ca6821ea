/** Answering: open jobs with leases, the writing of an answer, and its one end in the log. */
@NullMarked
package io.parley.completion.answering;

import org.jspecify.annotations.NullMarked;
