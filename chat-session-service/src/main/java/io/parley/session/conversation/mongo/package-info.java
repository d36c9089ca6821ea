/** The view of conversations in MongoDB. */
@NullMarked
package io.parley.session.conversation.mongo;

import org.jspecify.annotations.NullMarked;
