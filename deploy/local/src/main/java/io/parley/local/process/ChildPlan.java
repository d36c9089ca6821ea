package io.parley.local.process;

import java.util.List;
import java.util.Map;

/**
 * One process as the topology wants it.
 *
 * @param heapMegabytes the limit of its heap; about as much comes on top for classes, code, threads and buffers
 * @param environment all of it: a child inherits nothing from the launcher by itself
 */
public record ChildPlan(
        String name,
        int port,
        int heapMegabytes,
        Image image,
        List<String> arguments,
        Map<String, String> environment,
        Readiness readiness) {
    public ChildPlan {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }
}
