/** Writes refusals and failures as HTTP bodies. */
@NullMarked
package io.parley.gateway.problem.web;

import org.jspecify.annotations.NullMarked;
