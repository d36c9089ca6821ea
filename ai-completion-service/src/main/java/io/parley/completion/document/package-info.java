/** Documents of chatbots: taken in, read in a process of their own, split into passages, kept and deleted. */
@NullMarked
package io.parley.completion.document;

import org.jspecify.annotations.NullMarked;
