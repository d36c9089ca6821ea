/**
 * What tests of every module share: a real broker and database for each JVM, callers the services believe, the log as
 * a test sees it.
 *
 * <p>Embedded servers are the default. The system property {@code parley.test.backends} takes others:
 * {@code containers} for Testcontainers' Kafka and MongoDB, {@code mongodb} for the MongoDB of PARLEY_TEST_MONGODB_URI
 * beside the embedded broker. Where those are not there the integration tests are skipped, and one line says so. A
 * module's pom needs nothing for it but this jar and failsafe; the parent's {@code containers} profile runs them again.
 */
@NullMarked
package io.parley.testkit;

import org.jspecify.annotations.NullMarked;
