/** The notes of an escalation over HTTP. */
@NullMarked
package io.parley.escalation.note.web;

import org.jspecify.annotations.NullMarked;
