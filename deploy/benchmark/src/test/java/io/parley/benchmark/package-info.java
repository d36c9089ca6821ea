@org.jspecify.annotations.NullMarked
package io.parley.benchmark;
