/** The list of a user's conversations, as the transcripts have them. */
@NullMarked
package io.parley.history.conversations;

import org.jspecify.annotations.NullMarked;
