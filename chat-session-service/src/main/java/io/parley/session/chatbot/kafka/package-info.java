/** Reads the catalogue topic. */
@NullMarked
package io.parley.session.chatbot.kafka;

import org.jspecify.annotations.NullMarked;
