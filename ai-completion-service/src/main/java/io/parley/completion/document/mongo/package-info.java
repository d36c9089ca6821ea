/** Documents, their files, their passages and the open work with them in this service's database. */
@NullMarked
package io.parley.completion.document.mongo;

import org.jspecify.annotations.NullMarked;
