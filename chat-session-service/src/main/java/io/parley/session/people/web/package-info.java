/** The HTTP routes of conversations between people. */
@NullMarked
package io.parley.session.people.web;

import org.jspecify.annotations.NullMarked;
