package io.parley.e2e.ledger;

import io.parley.e2e.ledger.fault.Calm;
import io.parley.e2e.ledger.fault.CutConnections;
import io.parley.e2e.ledger.fault.DelayTraffic;
import io.parley.e2e.ledger.fault.Fault;
import io.parley.e2e.ledger.fault.Freeze;
import io.parley.e2e.ledger.fault.KeepDead;
import io.parley.e2e.ledger.fault.Kill;
import io.parley.e2e.ledger.fault.Poison;
import io.parley.e2e.ledger.fault.ReplicasComeAndGo;
import io.parley.e2e.ledger.fault.SwallowTraffic;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every fault there is, by the name that chooses it. */
final class Faults {
    private static final Map<String, Fault> ALL = new LinkedHashMap<>();

    static {
        ALL.put("none", new Calm(Duration.ofSeconds(10)));
        List.of("gateway", "chat-session", "ai-completion", "history", "escalation", "kafka", "mongo")
                .forEach(process -> ALL.put("kill-" + process, new Kill(process)));
        ALL.put("freeze-ai-completion", new Freeze("ai-completion", Duration.ofSeconds(15)));
        ALL.put("cut", new CutConnections(20, 700));
        ALL.put("delay", new DelayTraffic(Duration.ofMillis(300), Duration.ofSeconds(15)));
        ALL.put("swallow-5", new SwallowTraffic(Duration.ofSeconds(5)));
        ALL.put("swallow-130", new SwallowTraffic(Duration.ofSeconds(130)));
        ALL.put("replicas", new ReplicasComeAndGo(Duration.ofSeconds(20), 6));
        ALL.put("poison", new Poison(50));
        ALL.put("mongo-gone", new KeepDead("mongo", Duration.ofSeconds(60)));
    }

    private Faults() {}

    static Set<String> names() {
        return ALL.keySet();
    }

    static List<Fault> named(List<String> names) {
        if (names.equals(List.of("all"))) {
            return List.copyOf(ALL.values());
        }
        return names.stream().map(Faults::named).toList();
    }

    private static Fault named(String name) {
        var fault = ALL.get(name);
        if (fault == null) {
            throw new IllegalArgumentException("there is no fault " + name + "; there are " + ALL.keySet());
        }
        return fault;
    }
}
