/** The transcript in MongoDB; every access is by {@code _id}. */
@NullMarked
package io.parley.history.transcript.mongo;

import org.jspecify.annotations.NullMarked;
