/** The history route. */
@NullMarked
package io.parley.history.transcript.web;

import org.jspecify.annotations.NullMarked;
