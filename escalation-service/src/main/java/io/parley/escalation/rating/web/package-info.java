/** The rating of a conversation over HTTP. */
@NullMarked
package io.parley.escalation.rating.web;

import org.jspecify.annotations.NullMarked;
