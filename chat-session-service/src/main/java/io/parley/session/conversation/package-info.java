/** What this service keeps of each conversation: whose it is, how far it was read, its newest messages. */
@NullMarked
package io.parley.session.conversation;

import org.jspecify.annotations.NullMarked;
