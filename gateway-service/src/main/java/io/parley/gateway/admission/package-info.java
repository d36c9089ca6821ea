/** What may come in at all: origins, sizes, and whose address it is. */
@NullMarked
package io.parley.gateway.admission;

import org.jspecify.annotations.NullMarked;
