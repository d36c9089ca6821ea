/** Envelope encryption: a data key for each secret, and master keys of several versions that wrap data keys. */
@NullMarked
package io.parley.completion.key.vault;

import org.jspecify.annotations.NullMarked;
