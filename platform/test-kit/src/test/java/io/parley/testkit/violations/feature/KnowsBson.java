package io.parley.testkit.violations.feature;

import org.bson.Document;

record KnowsBson(Document what) {}
