package io.parley.testkit.violations.feature;

import org.springframework.kafka.core.KafkaTemplate;

record KnowsSpringKafka(KafkaTemplate<String, String> what) {}
