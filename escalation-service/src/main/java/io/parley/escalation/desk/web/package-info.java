/** Asking for a person, and the desk, over HTTP. */
@NullMarked
package io.parley.escalation.desk.web;

import org.jspecify.annotations.NullMarked;
