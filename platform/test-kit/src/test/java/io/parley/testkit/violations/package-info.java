/** A deliberate breach of each architecture rule, to prove that each rule can fail. Nothing here is an example. */
package io.parley.testkit.violations;
