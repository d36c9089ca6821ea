package io.parley.local;

import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks whether the ports of the suite are free before anything is started on them. */
final class Ports {
    /** Where a whole other suite is in the way, a few lines say it. */
    private static final int LINES = 3;

    private Ports() {}

    static void refuseIfTaken(Map<Integer, String> ports) {
        var taken =
                ports.keySet().stream().filter(port -> !FreePort.isFree(port)).toList();
        if (taken.isEmpty()) {
            return;
        }
        var lines = new ArrayList<String>();
        taken.stream().limit(LINES).forEach(port -> lines.add(line(port, ports.get(port))));
        if (taken.size() > LINES) {
            lines.add("And " + (taken.size() - LINES) + " more of Parley's ports are in use.");
        }
        throw new CannotStart(lines);
    }

    private static String line(int port, @Nullable String process) {
        var owner = PortOwner.of(port).map(who -> " by " + who).orElse("");
        return "Port " + port + " for " + process + " is in use" + owner + ". PARLEY_PORT moves all of Parley's ports.";
    }
}
