package io.parley.platform.log;

import io.parley.events.log.LoggedFact;
import java.util.List;
import java.util.Map;

/**
 * Facts to apply, in the order of the log within each partition.
 *
 * @param effectsFrom for each partition, the first seq this service never applied before, whatever was rebuilt since
 */
public record ViewBatch(List<LoggedFact> facts, Map<Integer, Long> effectsFrom) {

    /**
     * Whether a fact is met for the first time by this service. Only then may it cause something outside the view: a
     * job, an escalation, a notice. Reading the log again must not.
     */
    public boolean isNew(LoggedFact fact) {
        return fact.seq() >= effectsFrom.getOrDefault(fact.partition(), 0L);
    }
}
