/** Sessions in MongoDB. */
@NullMarked
package io.parley.session.session.mongo;

import org.jspecify.annotations.NullMarked;
