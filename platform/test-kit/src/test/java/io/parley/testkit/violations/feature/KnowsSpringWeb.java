package io.parley.testkit.violations.feature;

import org.springframework.web.server.ServerWebExchange;

record KnowsSpringWeb(ServerWebExchange what) {}
