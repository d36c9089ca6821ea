/** The dead-letter topic, and the word to the conversation. */
@NullMarked
package io.parley.history.rejection.kafka;

import org.jspecify.annotations.NullMarked;
