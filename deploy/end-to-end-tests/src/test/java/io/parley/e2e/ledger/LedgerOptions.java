package io.parley.e2e.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the long form is asked to do. */
record LedgerOptions(Map<String, String> given) {
    private static final Map<String, String> DEFAULTS = new TreeMap<>(Map.ofEntries(
            Map.entry("scenarios", "faults"),
            Map.entry("faults", "all"),
            Map.entry("crowd", "people"),
            Map.entry("messages", "100000"),
            Map.entry("rooms", "40"),
            Map.entry("clients", "2"),
            Map.entry("agents", "1"),
            Map.entry("window", "4"),
            Map.entry("pause", "400"),
            Map.entry("claims", "50"),
            Map.entry("kills", "5"),
            Map.entry("pairs", "10000"),
            Map.entry("other-pairs", "2000"),
            Map.entry("workers", "4"),
            Map.entry("poison", "20"),
            Map.entry("outage", "60"),
            Map.entry("seconds", "60"),
            Map.entry("races", "500"),
            Map.entry("cuts", "1000"),
            Map.entry("longest-cut", "120"),
            Map.entry("seed", "0"),
            Map.entry("report", "")));

    static final String USAGE = """
            usage: ./parley ledger [options]

              --scenarios LIST  what to run, by comma; all for everything (faults)
              --faults LIST     the faults of the scenario "faults", by comma; all for every one (all)
              --messages N      as many are to be acknowledged over all faults together (100000)
              --crowd KIND      people, sessions or questions (people)
              --rooms N         conversations at a time (40)
              --clients N       clients of each owner (2)
              --agents N        agents in each conversation between people (1)
              --window N        messages without a receipt at a time, for each client (4)
              --pause MS        mean pause between two messages of a client (400)
              --claims N        how often eight agents claim at once (50)
              --races N         escalations against a running answer (500)
              --cuts N          connections lost for so long that something was missed (1000)
              --longest-cut S   the longest; lengths are log-uniform from 0.5 s (120)
              --kills N         of ai-completion in the middle of answers, with one and with two replicas (5)
              --pairs N         of a write and a read of the history (10000)
              --other-pairs N   of a write and a read of each other kind (2000)
              --workers N       who write and read at a time (4)
              --poison N        poison records in a conversation (20)
              --outage S        without database (60)
              --seconds S       beside a slow reader, and without one (60)
              --seed N          of everything that is left to chance; 0 takes one and prints it (0)
              --report FILE     where the report goes too
            """;

    static LedgerOptions parse(String... arguments) {
        var given = new TreeMap<>(DEFAULTS);
        for (int i = 0; i < arguments.length; i += 2) {
            var name = arguments[i].replaceFirst("^--", "");
            if (!DEFAULTS.containsKey(name) || i + 1 == arguments.length) {
                throw new IllegalArgumentException("what is " + arguments[i] + "?");
            }
            given.put(name, arguments[i + 1]);
        }
        return new LedgerOptions(given);
    }

    String text(String name) {
        return given.getOrDefault(name, "");
    }

    long number(String name) {
        return Long.parseLong(text(name));
    }

    int count(String name) {
        return Math.toIntExact(number(name));
    }

    List<String> list(String name) {
        return Arrays.stream(text(name).split(",", -1)).map(String::strip).toList();
    }
}
