/** Conversations between people: entering one, erasing one, and in what part somebody speaks there. */
@NullMarked
package io.parley.session.people;

import org.jspecify.annotations.NullMarked;
