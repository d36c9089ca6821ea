package io.parley.testkit.violations.feature.mongo;

public record MongoThings(String name) {}
