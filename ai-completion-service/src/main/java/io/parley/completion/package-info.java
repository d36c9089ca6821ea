/** The assistant's side of every conversation: chatbots, prompts, models and answers. */
@NullMarked
package io.parley.completion;

import org.jspecify.annotations.NullMarked;
