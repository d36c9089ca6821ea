/** Takes cleared conversations out of the log itself. */
@NullMarked
package io.parley.history.erasure;

import org.jspecify.annotations.NullMarked;
