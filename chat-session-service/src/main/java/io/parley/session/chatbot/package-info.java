/** The chatbots there are, as the catalogue topic names them. */
@NullMarked
package io.parley.session.chatbot;

import org.jspecify.annotations.NullMarked;
