/** The secrets of one installation: made once, kept in the data directory, readable by its owner alone. */
@NullMarked
package io.parley.local.keys;

import org.jspecify.annotations.NullMarked;
