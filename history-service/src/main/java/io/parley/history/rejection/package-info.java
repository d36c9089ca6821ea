/** Records of the log that can never be read: set aside, and told to their conversation. */
@NullMarked
package io.parley.history.rejection;

import org.jspecify.annotations.NullMarked;
