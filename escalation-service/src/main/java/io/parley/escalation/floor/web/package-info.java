/** The escalation routes of a conversation. */
@NullMarked
package io.parley.escalation.floor.web;

import org.jspecify.annotations.NullMarked;
