package io.parley.testkit.violations.feature;

import io.parley.testkit.violations.feature.mongo.MongoThings;

record SeesItsLeaf(MongoThings things) {}
