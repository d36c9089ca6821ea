/** Keys of users and chatbots at their providers: kept sealed, shown to nobody, opened for the length of one call. */
@NullMarked
package io.parley.completion.key;

import org.jspecify.annotations.NullMarked;
