/** Chat sessions: one for a user and a chatbot, shared by tabs, going on in the conversation. */
@NullMarked
package io.parley.session.session;

import org.jspecify.annotations.NullMarked;
