/** What visitors say of the help they had. */
@NullMarked
package io.parley.escalation.rating;

import org.jspecify.annotations.NullMarked;
