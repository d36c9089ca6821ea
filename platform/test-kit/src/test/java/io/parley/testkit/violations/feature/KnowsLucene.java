package io.parley.testkit.violations.feature;

import org.apache.lucene.index.IndexWriter;

record KnowsLucene(IndexWriter what) {}
