package io.parley.testkit.violations.feature.web;

import io.parley.testkit.violations.feature.mongo.MongoThings;

record SeesAnotherLeaf(MongoThings things) {}
