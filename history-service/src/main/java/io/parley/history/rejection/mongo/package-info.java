/** Which records were set aside already, in MongoDB. */
@NullMarked
package io.parley.history.rejection.mongo;

import org.jspecify.annotations.NullMarked;
