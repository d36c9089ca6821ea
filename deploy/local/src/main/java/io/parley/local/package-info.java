/** Everything on one machine: the launcher, what it starts, and the settings it checks first. */
@NullMarked
package io.parley.local;

import org.jspecify.annotations.NullMarked;
