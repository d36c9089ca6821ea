/** What was said in a conversation, in order: written from the log, read page by page. */
@NullMarked
package io.parley.history.transcript;

import org.jspecify.annotations.NullMarked;
