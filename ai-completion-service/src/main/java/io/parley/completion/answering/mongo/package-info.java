/** Open answers and conversation contexts in this service's database. */
@NullMarked
package io.parley.completion.answering.mongo;

import org.jspecify.annotations.NullMarked;
