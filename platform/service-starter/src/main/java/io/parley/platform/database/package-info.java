/** The service's own database: how its driver is run. */
@NullMarked
package io.parley.platform.database;

import org.jspecify.annotations.NullMarked;
