/** Who is calling: the gateway's signed word about it, verified by every service. */
@NullMarked
package io.parley.platform.identity;

import org.jspecify.annotations.NullMarked;
