/** A language model behind an API of OpenAI's shape, as a stream of signals. */
@NullMarked
package io.parley.completion.model;

import org.jspecify.annotations.NullMarked;
