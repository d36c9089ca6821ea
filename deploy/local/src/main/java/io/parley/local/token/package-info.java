/** {@code ./parley token}: a credential for trying things out. Only the JDK, so that it is there in a blink. */
@NullMarked
package io.parley.local.token;

import org.jspecify.annotations.NullMarked;
