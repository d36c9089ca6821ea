/** Sealed keys in this service's database, and the command that wraps them anew. */
@NullMarked
package io.parley.completion.key.mongo;

import org.jspecify.annotations.NullMarked;
