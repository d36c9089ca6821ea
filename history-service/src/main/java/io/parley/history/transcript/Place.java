package io.parley.history.transcript;

/** Where an entry is kept: the bucket of its transcript, and the slot in there. */
public record Place(int bucket, int slot) {}
