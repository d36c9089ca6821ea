/** The catalogue topic. */
@NullMarked
package io.parley.completion.chatbot.kafka;

import org.jspecify.annotations.NullMarked;
