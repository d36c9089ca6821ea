/** The ledger over HTTP. */
@NullMarked
package io.parley.completion.usage.web;

import org.jspecify.annotations.NullMarked;
