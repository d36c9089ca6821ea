package io.parley.events.violations;

import org.springframework.core.env.Environment;

record KnowsSpring(Environment environment) {}
