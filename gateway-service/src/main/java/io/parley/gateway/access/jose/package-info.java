/** JOSE: verifying outside tokens, signing guest and internal tokens, keys from files, JWKS and discovery. */
@NullMarked
package io.parley.gateway.access.jose;

import org.jspecify.annotations.NullMarked;
