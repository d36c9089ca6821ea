/** Reads the part of the log that is to be erased, and appends tombstones for it. */
@NullMarked
package io.parley.history.erasure.kafka;

import org.jspecify.annotations.NullMarked;
