/** Appending to the conversation log, reading it into views, and reads that see what was acknowledged. */
@NullMarked
package io.parley.platform.log;

import org.jspecify.annotations.NullMarked;
