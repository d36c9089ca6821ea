package io.parley.platform.log;

import io.parley.events.log.LoggedFact;
import java.util.List;
import java.util.Map;

/** Facts to apply, in the order of the log within each partition. */
public final class ViewBatch {

    private final List<LoggedFact> facts;
    private final Map<Integer, Long> effectsFrom;
    private volatile boolean asked;

    /** @param effectsFrom for each partition, the first seq this service never applied before, whatever was rebuilt since */
    public ViewBatch(List<LoggedFact> facts, Map<Integer, Long> effectsFrom) {
        this.facts = List.copyOf(facts);
        this.effectsFrom = Map.copyOf(effectsFrom);
    }

    public List<LoggedFact> facts() {
        return facts;
    }

    /**
     * Whether a fact is met for the first time by this service. Only then may it cause something outside the view: a
     * job, an escalation, a notice. Reading the log again must not.
     */
    public boolean isNew(LoggedFact fact) {
        asked = true;
        return fact.seq() >= effectsFrom.getOrDefault(fact.partition(), 0L);
    }

    /** Whether the batch can have caused anything: nothing is caused without asking first. */
    boolean hasEffects() {
        return asked;
    }
}
