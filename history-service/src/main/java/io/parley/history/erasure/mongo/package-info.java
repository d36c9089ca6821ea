/** The open erasures in MongoDB. */
@NullMarked
package io.parley.history.erasure.mongo;

import org.jspecify.annotations.NullMarked;
