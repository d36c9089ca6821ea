/** Accepting a message: checking it, appending it to the log, and knowing when it cannot be lost any more. */
@NullMarked
package io.parley.session.acceptance;

import org.jspecify.annotations.NullMarked;
