/** Words among agents about an escalation, which no visitor ever sees. */
@NullMarked
package io.parley.escalation.note;

import org.jspecify.annotations.NullMarked;
