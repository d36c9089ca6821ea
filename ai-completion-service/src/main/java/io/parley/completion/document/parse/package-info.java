/** Reading files in processes of their own: the main class of those processes, and what starts and bounds them. */
@NullMarked
package io.parley.completion.document.parse;

import org.jspecify.annotations.NullMarked;
