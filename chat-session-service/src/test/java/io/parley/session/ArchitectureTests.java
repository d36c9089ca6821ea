package io.parley.session;

import io.parley.testkit.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    @Test
    void keepsTheHouseRules() {
        ArchitectureRules.check("io.parley.session");
    }
}
