/** How pages are served: headers, content security, compression. */
@NullMarked
package io.parley.gateway.pages.web;

import org.jspecify.annotations.NullMarked;
