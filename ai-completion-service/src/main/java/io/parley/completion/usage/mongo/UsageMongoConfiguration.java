package io.parley.completion.usage.mongo;

import io.parley.completion.usage.UsageLedger;
import io.parley.platform.log.LogTopology;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** Keeps the ledger in MongoDB. */
@Configuration(proxyBeanMethods = false)
class UsageMongoConfiguration {

    @Bean
    UsageLedger usageLedger(ReactiveMongoTemplate mongo, LogTopology topology) {
        return new MongoUsageLedger(mongo, topology.epoch());
    }
}
