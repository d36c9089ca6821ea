package io.parley.e2e.ledger.check;

import io.parley.e2e.ledger.check.Fact.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the places taken together say the conversation is: each fact at one seq, the same wherever it is shown. Places that
 * contradict each other are breaches already.
 */
final class Truth {
    private final Breaches breaches;
    private final TreeMap<Long, Fact> facts = new TreeMap<>();
    private final Map<String, Long> places = new HashMap<>();
    private final Set<String> changed = new HashSet<>();
    private final NavigableSet<Long> visitors = new TreeSet<>();
    private final NavigableSet<Long> agents = new TreeSet<>();

    private Truth(Breaches breaches) {
        this.breaches = breaches;
    }

    static Truth of(ConversationLedger ledger, Breaches breaches) {
        var truth = new Truth(breaches);
        ledger.readers().stream().flatMap(reader -> reader.entries().stream()).forEach(truth::noteChanges);
        for (var fact : ledger.history()) {
            truth.add(fact, ledger.conversation(), Breaches.HISTORY, false);
        }
        for (var reader : ledger.readers()) {
            for (var entry : reader.entries()) {
                if (entry instanceof Entry.Shown(var fact)) {
                    truth.add(fact, ledger.conversation(), reader.name(), reader.isAgent());
                }
            }
        }
        return truth;
    }

    /** Everything in log order. */
    Collection<Fact> inOrder() {
        return facts.values();
    }

    /** The places of what this kind of reader is shown; an agent is shown all that a visitor is. */
    NavigableSet<Long> shownTo(boolean agent) {
        return agent ? agents : visitors;
    }

    private void noteChanges(Entry entry) {
        if (entry instanceof Entry.Shown(var fact) && (fact.is(Kind.EDITED) || fact.is(Kind.DELETED))) {
            changed.add(fact.id());
        }
    }

    private void add(Fact fact, String conversation, String place, boolean agent) {
        if (!fact.conversation().equals(conversation)) {
            breaches.add(Rule.FOREIGN, place, "%s of %s", fact, fact.conversation());
            return;
        }
        agents.add(fact.seq());
        if (!agent) {
            visitors.add(fact.seq());
        }
        var known = facts.get(fact.seq());
        if (known == null) {
            facts.put(fact.seq(), fact);
        } else {
            compare(known, fact, place);
        }
        if (fact.kind().isSaid() || fact.is(Kind.FAILED_ANSWER)) {
            var elsewhere = places.putIfAbsent(fact.id(), fact.seq());
            if (elsewhere != null && elsewhere != fact.seq()) {
                breaches.add(Rule.SEQ_DIFFERS, place, "%s stands at %d elsewhere", fact, elsewhere);
            }
        }
    }

    private void compare(Fact known, Fact fact, String place) {
        if (!known.id().equals(fact.id()) || isMessage(known) != isMessage(fact)) {
            breaches.add(Rule.SEQ_DIFFERS, place, "%s where elsewhere is %s", fact, known);
            return;
        }
        if (known.is(Kind.RECEIPT)) {
            facts.put(fact.seq(), fact);
        } else if (!fact.is(Kind.RECEIPT) && !known.text().equals(fact.text()) && !changed.contains(fact.id())) {
            breaches.add(Rule.TEXT_DIFFERS, place, "%s says \"%s\", elsewhere \"%s\"", fact, fact.text(), known.text());
        }
    }

    private static boolean isMessage(Fact fact) {
        return fact.is(Kind.RECEIPT) || fact.is(Kind.MESSAGE);
    }
}
