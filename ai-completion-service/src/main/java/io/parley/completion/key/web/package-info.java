/** A user's key over HTTP. */
@NullMarked
package io.parley.completion.key.web;

import org.jspecify.annotations.NullMarked;
