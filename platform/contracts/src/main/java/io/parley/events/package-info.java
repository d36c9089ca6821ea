/**
 * The facts that services append to the conversation log and read from it, with the ids they carry.
 *
 * <p>Nothing here knows Spring. The JSON form of every type is pinned by {@code docs/contracts/examples}.
 */
@NullMarked
package io.parley.events;

import org.jspecify.annotations.NullMarked;
