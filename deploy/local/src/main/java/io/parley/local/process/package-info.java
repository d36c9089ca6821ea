/** Child processes: what they run from, how they are started, watched, started again and stopped. */
@NullMarked
package io.parley.local.process;

import org.jspecify.annotations.NullMarked;
