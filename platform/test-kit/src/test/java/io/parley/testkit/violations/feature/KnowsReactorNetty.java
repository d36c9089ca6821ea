package io.parley.testkit.violations.feature;

import reactor.netty.http.client.HttpClient;

record KnowsReactorNetty(HttpClient what) {}
