/** Who is at the desk, in MongoDB. */
@NullMarked
package io.parley.escalation.desk.mongo;

import org.jspecify.annotations.NullMarked;
