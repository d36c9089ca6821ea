/** The HTTP routes of rooms. */
@NullMarked
package io.parley.history.room.web;

import org.jspecify.annotations.NullMarked;
