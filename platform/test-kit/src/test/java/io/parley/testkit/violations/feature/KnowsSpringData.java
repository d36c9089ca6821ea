package io.parley.testkit.violations.feature;

import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

record KnowsSpringData(ReactiveMongoTemplate what) {}
