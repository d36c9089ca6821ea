/** The history service: the transcript of every conversation, written from the log alone. */
@NullMarked
package io.parley.history;

import org.jspecify.annotations.NullMarked;
