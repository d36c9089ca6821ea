/** The files of the pages the gateway serves: widget, demo and desk. */
@NullMarked
package io.parley.gateway.pages;

import org.jspecify.annotations.NullMarked;
