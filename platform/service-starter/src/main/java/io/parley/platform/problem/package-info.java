/** What goes wrong, as every client reads it: RFC 9457 problems with a stable code. */
@NullMarked
package io.parley.platform.problem;

import org.jspecify.annotations.NullMarked;
