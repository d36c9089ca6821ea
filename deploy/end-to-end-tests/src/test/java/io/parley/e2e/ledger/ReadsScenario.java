package io.parley.e2e.ledger;

import io.parley.e2e.ledger.client.Gateway;
import io.parley.e2e.ledger.client.Samples;
import io.parley.e2e.ledger.suite.LedgerSuite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/**
 * Writes, and reads at once what was written, over two replicas of chat-session and of history. What a read waits longer than
 * one without a write before it is what the barrier costs.
 */
final class ReadsScenario implements Scenario {
    private static final List<String> SERVICES = List.of("chat-session", "history");

    /** What is written, and what must show it. */
    private enum Pair {
        HISTORY {
            @Override
            boolean isFresh(Gateway gateway, Person person) throws IOException {
                var text = person.says(gateway, person.conversation);
                return person.times(() -> gateway.get(person.token, history(person.conversation)), text);
            }
        },
        LIST {
            @Override
            boolean isFresh(Gateway gateway, Person person) throws IOException {
                var text = person.says(gateway, person.conversation);
                return person.times(
                        () -> gateway.get(person.token, "/chat/user/" + person.user + "/conversations?limit=5"), text);
            }
        },
        ACCESS {
            @Override
            boolean isFresh(Gateway gateway, Person person) throws IOException {
                var conversation = "made-" + UUID.randomUUID();
                var text = person.says(gateway, conversation);
                return person.times(() -> gateway.get(person.agentToken, history(conversation)), text);
            }
        },
        LIST_OF_A_NEW_ONE {
            @Override
            boolean isFresh(Gateway gateway, Person person) throws IOException {
                var conversation = "made-" + UUID.randomUUID();
                person.says(gateway, conversation);
                return person.times(
                        () -> gateway.get(person.token, "/chat/user/" + person.user + "/conversations?limit=5"),
                        conversation);
            }
        },
        ESCALATED {
            @Override
            boolean isFresh(Gateway gateway, Person person) throws IOException {
                var conversation = gateway.post(person.token, "/chatbot/leta/session", Map.of("conversation", "new"))
                        .expecting(200, 201)
                        .json()
                        .path("conversation_id")
                        .asString();
                gateway.post(person.token, "/chat/" + conversation + "/escalate", Map.of("reason", "look"))
                        .expecting(201);
                return person.times(() -> gateway.get(person.agentToken, history(conversation)), conversation);
            }
        };

        abstract boolean isFresh(Gateway gateway, Person person) throws IOException;

        private static String history(String conversation) {
            return "/chat/" + conversation + "/history?limit=5";
        }
    }

    @FunctionalInterface
    private interface Read {
        Gateway.Reply read() throws IOException;
    }

    /** One who writes and reads, one pair after the other. */
    private static final class Person {
        private final String user = "owner-" + UUID.randomUUID();
        private final String conversation = "reads-" + UUID.randomUUID();
        private final String token;
        private final String agentToken;
        private final Samples after;
        private final Samples calm;

        Person(Gateway gateway, Samples after, Samples calm) {
            token = gateway.token(user, "user");
            agentToken = gateway.token("agent-" + user, "agent");
            this.after = after;
            this.calm = calm;
        }

        String says(Gateway gateway, String where) throws IOException {
            var text = "words " + UUID.randomUUID();
            gateway.post(
                            token,
                            "/chat/" + where + "/messages",
                            Map.of("content", text, "metadata", Map.of("silent", true)))
                    .expecting(201);
            return text;
        }

        /** Once right after the write, and once more when nothing was written since. */
        boolean times(Read read, String wanted) throws IOException {
            long from = System.nanoTime();
            var reply = read.read();
            after.add(System.nanoTime() - from);
            boolean isFresh = reply.status() == 200 && reply.body().contains(wanted);
            from = System.nanoTime();
            read.read();
            calm.add(System.nanoTime() - from);
            return isFresh;
        }
    }

    @Override
    public void run(LedgerSuite suite, LedgerOptions options, RandomGenerator random, Report report) {
        SERVICES.forEach(suite::addSecond);
        try {
            for (var pair : Pair.values()) {
                int pairs = pair == Pair.HISTORY ? options.count("pairs") : options.count("other-pairs");
                run(suite, pair, pairs, options.count("workers"), report);
            }
        } finally {
            SERVICES.forEach(suite::removeSecond);
        }
    }

    private static void run(LedgerSuite suite, Pair pair, int pairs, int workers, Report report) {
        var after = new Samples();
        var calm = new Samples();
        var works = new ArrayList<Callable<Integer>>();
        for (int worker = 0; worker < workers; worker++) {
            works.add(() -> {
                var person = new Person(suite.direct(), after, calm);
                int stale = 0;
                for (int i = 0; i < pairs / workers; i++) {
                    if (!pair.isFresh(suite.direct(), person)) {
                        stale++;
                    }
                }
                return stale;
            });
        }
        int stale = Together.run(workers, works).stream()
                .mapToInt(Integer::intValue)
                .sum();
        if (stale > 0) {
            report.failure("reads: %d of %d stale (%s)", stale, pairs, pair);
        }
        report.figure(
                "reads",
                "%s: %d pairs by %d at a time, %d stale; the read right after the write took %s; again without a write %s; median wait"
                        + " %.1f ms",
                pair,
                pairs,
                workers,
                stale,
                after,
                calm,
                Math.max(0, after.quantile(0.5) - calm.quantile(0.5)));
        suite.say("  %s: %d stale".formatted(pair, stale));
    }
}
