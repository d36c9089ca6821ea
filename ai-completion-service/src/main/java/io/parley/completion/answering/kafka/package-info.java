/** The log and the live topic. */
@NullMarked
package io.parley.completion.answering.kafka;

import org.jspecify.annotations.NullMarked;
