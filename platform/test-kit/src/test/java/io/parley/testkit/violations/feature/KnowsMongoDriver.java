package io.parley.testkit.violations.feature;

import com.mongodb.reactivestreams.client.MongoClient;

record KnowsMongoDriver(MongoClient what) {}
