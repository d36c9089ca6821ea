/** Measures what the suite adds to its model, and what it needs for that. */
@NullMarked
package io.parley.benchmark;

import org.jspecify.annotations.NullMarked;
