/** The log as this service reads it: what it keeps of it, and what it does about it. */
@NullMarked
package io.parley.escalation.following;

import org.jspecify.annotations.NullMarked;
