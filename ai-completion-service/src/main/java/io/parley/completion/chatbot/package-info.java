/** The chatbots there are: seeded from a file, kept here, announced to the other services. */
@NullMarked
package io.parley.completion.chatbot;

import org.jspecify.annotations.NullMarked;
