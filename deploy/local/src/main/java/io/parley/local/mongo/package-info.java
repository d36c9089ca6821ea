/** A server that speaks MongoDB's protocol and keeps its data in one file. */
@NullMarked
package io.parley.local.mongo;

import org.jspecify.annotations.NullMarked;
