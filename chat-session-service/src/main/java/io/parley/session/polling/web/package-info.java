/** The HTTP route of the long poll. */
@NullMarked
package io.parley.session.polling.web;

import org.jspecify.annotations.NullMarked;
