/** What the gateway says when it refuses: one vocabulary, rendered as RFC 9457 problems or OpenAI errors. */
@NullMarked
package io.parley.gateway.problem;

import org.jspecify.annotations.NullMarked;
