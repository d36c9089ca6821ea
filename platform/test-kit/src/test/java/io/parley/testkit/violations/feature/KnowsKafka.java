package io.parley.testkit.violations.feature;

import org.apache.kafka.clients.consumer.ConsumerRecord;

record KnowsKafka(ConsumerRecord<String, String> what) {}
