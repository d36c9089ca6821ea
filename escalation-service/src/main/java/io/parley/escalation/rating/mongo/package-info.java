/** Ratings in MongoDB. */
@NullMarked
package io.parley.escalation.rating.mongo;

import org.jspecify.annotations.NullMarked;
