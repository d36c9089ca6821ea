/** The assistant's rooms of seed 004: their history in numbered pages, and clearing it. */
@NullMarked
package io.parley.history.room;

import org.jspecify.annotations.NullMarked;
