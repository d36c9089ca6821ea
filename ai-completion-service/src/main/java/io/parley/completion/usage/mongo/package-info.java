/** The ledger in this service's database. */
@NullMarked
package io.parley.completion.usage.mongo;

import org.jspecify.annotations.NullMarked;
