package io.parley.testkit.violations.feature;

import org.springframework.http.HttpStatus;

record KnowsSpringHttp(HttpStatus what) {}
