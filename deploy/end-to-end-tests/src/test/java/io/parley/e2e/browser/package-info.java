/** The pages in a real browser, on a running suite. */
@NullMarked
package io.parley.e2e.browser;

import org.jspecify.annotations.NullMarked;
