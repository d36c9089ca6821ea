/** How much guests may send from one address. */
@NullMarked
package io.parley.gateway.rate;

import org.jspecify.annotations.NullMarked;
