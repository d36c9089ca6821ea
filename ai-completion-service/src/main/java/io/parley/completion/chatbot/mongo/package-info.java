/** Chatbots in this service's database. */
@NullMarked
package io.parley.completion.chatbot.mongo;

import org.jspecify.annotations.NullMarked;
