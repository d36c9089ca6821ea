/** Filters that admit or refuse a request before anything else looks at it. */
@NullMarked
package io.parley.gateway.admission.web;

import org.jspecify.annotations.NullMarked;
