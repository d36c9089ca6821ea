/** One socket of a client: its frames in and out, its limits and its end. */
@NullMarked
package io.parley.session.connection;

import org.jspecify.annotations.NullMarked;
