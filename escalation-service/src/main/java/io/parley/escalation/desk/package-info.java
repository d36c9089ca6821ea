/** Where agents work: what waits, what they have, whether they are there. */
@NullMarked
package io.parley.escalation.desk;

import org.jspecify.annotations.NullMarked;
