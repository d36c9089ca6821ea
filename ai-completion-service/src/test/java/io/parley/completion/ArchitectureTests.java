package io.parley.completion;

import io.parley.testkit.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    @Test
    void keepsTheRulesOfTheHouse() {
        ArchitectureRules.check("io.parley.completion");
    }
}
