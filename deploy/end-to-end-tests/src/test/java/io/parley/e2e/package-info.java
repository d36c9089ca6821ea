/** The whole suite as a stranger meets it: started by its own launcher, spoken to through its gateway alone. */
@NullMarked
package io.parley.e2e;

import org.jspecify.annotations.NullMarked;
