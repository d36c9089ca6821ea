/** The HTTP route of rooms. */
@NullMarked
package io.parley.session.room.web;

import org.jspecify.annotations.NullMarked;
