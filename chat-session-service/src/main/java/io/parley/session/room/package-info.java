/** The assistant's rooms of seed 004: a message over HTTP that is answered with its answer. */
@NullMarked
package io.parley.session.room;

import org.jspecify.annotations.NullMarked;
