package io.parley.gateway;

import io.parley.testkit.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    @Test
    void keepsTheRulesOfEveryService() {
        ArchitectureRules.check("io.parley.gateway");
    }
}
