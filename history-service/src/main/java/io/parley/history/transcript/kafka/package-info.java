/** The log as the source of the transcript. */
@NullMarked
package io.parley.history.transcript.kafka;

import org.jspecify.annotations.NullMarked;
