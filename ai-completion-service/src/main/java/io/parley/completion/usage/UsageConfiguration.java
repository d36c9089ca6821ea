package io.parley.completion.usage;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the ledger's uses together. */
@Configuration(proxyBeanMethods = false)
class UsageConfiguration {

    @Bean
    TokenBudgets tokenBudgets(UsageLedger ledger) {
        return new TokenBudgets(ledger, Clock.systemUTC());
    }

    @Bean
    ReadUsage readUsage(UsageLedger ledger) {
        return new ReadUsage(ledger);
    }
}
