package io.parley.e2e.ledger;

import io.parley.e2e.ledger.suite.LedgerSuite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/** Eight agents claim one escalation at once: one gets it, seven are told who has it. */
final class ClaimsScenario implements Scenario {
    private static final int AGENTS = 8;

    @Override
    public void run(LedgerSuite suite, LedgerOptions options, RandomGenerator random, Report report) {
        int rounds = options.count("claims");
        int right = 0;
        for (int i = 0; i < rounds; i++) {
            var statuses = claim(suite);
            boolean isRight =
                    Collections.frequency(statuses, 200) == 1 && Collections.frequency(statuses, 409) == AGENTS - 1;
            if (isRight) {
                right++;
            } else {
                report.failure("claims: %s", statuses);
            }
        }
        report.figure("claims", "%d of %d times one of %d agents got 200 and the others 409", right, rounds, AGENTS);
    }

    private static List<Integer> claim(LedgerSuite suite) {
        try {
            var gateway = suite.direct();
            var owner = gateway.token("owner-" + UUID.randomUUID(), "user");
            var conversation = gateway.post(owner, "/chatbot/leta/session", Map.of())
                    .expecting(201)
                    .json()
                    .path("conversation_id")
                    .asString();
            var escalation = gateway.post(owner, "/chat/" + conversation + "/escalate", Map.of("reason", "claim me"))
                    .expecting(201)
                    .json()
                    .path("escalation_id")
                    .asString();
            var claims = new ArrayList<Callable<Integer>>();
            for (int agent = 0; agent < AGENTS; agent++) {
                var token = gateway.token("agent-" + UUID.randomUUID(), "agent");
                claims.add(() -> gateway.post(token, "/agent/escalations/" + escalation + "/claim", Map.of())
                        .status());
            }
            return Together.atOnce(claims);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
