/** The demo model: speaks OpenAI's protocol, knows nothing, and says so. Stands in while no real model is configured. */
@NullMarked
package io.parley.local.demo;

import org.jspecify.annotations.NullMarked;
