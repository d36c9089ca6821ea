package io.parley.history.violations;

/** Stands for a type of the history service. */
public record Neighbour(String name) {}
