/** The signals of the live topic: pieces of a running answer and passing notices. Never facts: losing one loses nothing. */
@NullMarked
package io.parley.events.live;

import org.jspecify.annotations.NullMarked;
