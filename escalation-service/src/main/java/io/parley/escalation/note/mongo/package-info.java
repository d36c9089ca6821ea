/** Notes in MongoDB. */
@NullMarked
package io.parley.escalation.note.mongo;

import org.jspecify.annotations.NullMarked;
