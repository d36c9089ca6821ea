/**
 * What tests of every module share: a real broker and database for each JVM, callers the services believe, the log as
 * a test sees it.
 *
 * <p>Embedded servers are the default. {@code -Dparley.test.backends=containers} takes Testcontainers' instead: a
 * module's build passes the property on to failsafe (a {@code containers} profile of the parent pom does).
 */
@NullMarked
package io.parley.testkit;

import org.jspecify.annotations.NullMarked;
