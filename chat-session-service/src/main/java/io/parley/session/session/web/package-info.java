/** The HTTP routes of sessions. */
@NullMarked
package io.parley.session.session.web;

import org.jspecify.annotations.NullMarked;
