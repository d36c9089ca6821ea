/** The log itself: topics, record keys, partitions, the JSON form, and the rules by which every reader reads. */
@NullMarked
package io.parley.events.log;

import org.jspecify.annotations.NullMarked;
