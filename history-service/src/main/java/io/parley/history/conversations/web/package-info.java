/** The route of the list. */
@NullMarked
package io.parley.history.conversations.web;

import org.jspecify.annotations.NullMarked;
