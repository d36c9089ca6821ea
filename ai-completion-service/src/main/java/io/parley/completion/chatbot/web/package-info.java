/** The catalogue over HTTP. */
@NullMarked
package io.parley.completion.chatbot.web;

import org.jspecify.annotations.NullMarked;
