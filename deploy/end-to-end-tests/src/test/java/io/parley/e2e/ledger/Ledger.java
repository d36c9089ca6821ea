package io.parley.e2e.ledger;

import io.parley.e2e.ledger.suite.LedgerSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The long form: starts a suite, runs what was chosen, prints the figures; exit code 1 where anything was wrong. */
public final class Ledger {
    private static final int WRONG_USE = 2;
    private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();

    static {
        SCENARIOS.put("faults", new FaultsScenario());
        SCENARIOS.put("restart", new RestartScenario());
        SCENARIOS.put("reads", new ReadsScenario());
        SCENARIOS.put("poison", new PoisonScenario());
        SCENARIOS.put("outage", new OutageScenario());
        SCENARIOS.put("slow-reader", new SlowReaderScenario());
        SCENARIOS.put("races", new RacesScenario());
        SCENARIOS.put("claims", new ClaimsScenario());
        SCENARIOS.put("cuts", new CutsScenario());
        SCENARIOS.put("cursors", new CursorsScenario());
    }

    private Ledger() {}

    static void main(String[] arguments) throws IOException {
        if (Arrays.asList(arguments).contains("--help")) {
            System.out.print(
                    LedgerOptions.USAGE + "\nscenarios: " + SCENARIOS.keySet() + "\nfaults: " + Faults.names() + "\n");
            return;
        }
        try {
            System.exit(run(LedgerOptions.parse(arguments)) ? 0 : 1);
        } catch (IllegalArgumentException wrongUse) {
            System.err.println("parley ledger: " + wrongUse.getMessage());
            System.err.print(LedgerOptions.USAGE);
            System.exit(WRONG_USE);
        }
    }

    private static boolean run(LedgerOptions options) throws IOException {
        long seed = options.number("seed") == 0 ? System.nanoTime() : options.number("seed");
        var chosen = options.list("scenarios").equals(List.of("all"))
                ? List.copyOf(SCENARIOS.keySet())
                : options.list("scenarios");
        chosen.forEach(Ledger::scenario);
        say("seed " + seed);
        var random = new SplittableRandom(seed);
        var report = new Report();
        try (var suite = LedgerSuite.start("ledger", Map.of(), Ledger::say)) {
            for (var name : chosen) {
                say("== " + name);
                scenario(name).run(suite, options, random, report);
            }
        }
        var markdown = report.toMarkdown();
        System.out.println(markdown);
        if (!options.text("report").isEmpty()) {
            Files.writeString(Path.of(options.text("report")), markdown);
        }
        return report.isClean();
    }

    private static Scenario scenario(String name) {
        var scenario = SCENARIOS.get(name);
        if (scenario == null) {
            throw new IllegalArgumentException("there is no scenario " + name + "; there are " + SCENARIOS.keySet());
        }
        return scenario;
    }

    private static void say(String what) {
        System.err.println(what);
    }
}
