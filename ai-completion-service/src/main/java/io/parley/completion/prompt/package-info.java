/** What a model is given to read: a persona and the newest turns of a conversation. */
@NullMarked
package io.parley.completion.prompt;

import org.jspecify.annotations.NullMarked;
