/** The one door of the suite: knows who is calling, lets in what may come in and passes it to the service that answers. */
@NullMarked
package io.parley.gateway;

import org.jspecify.annotations.NullMarked;
