/** The frames of a socket, both ways, as protocol section 2 names them. */
@NullMarked
package io.parley.session.frame;

import org.jspecify.annotations.NullMarked;
