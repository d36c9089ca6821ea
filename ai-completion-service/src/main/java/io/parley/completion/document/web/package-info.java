/** Documents over HTTP. */
@NullMarked
package io.parley.completion.document.web;

import org.jspecify.annotations.NullMarked;
