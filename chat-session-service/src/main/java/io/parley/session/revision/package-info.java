/** What people do to what was said before: edit it, take it back, react to it, read it, have it answered again. */
@NullMarked
package io.parley.session.revision;

import org.jspecify.annotations.NullMarked;
