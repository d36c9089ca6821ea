package io.parley.local.process;

import java.nio.file.Path;

/** Where a process of the suite leaves its log and, while it lives, its process id. */
public record ChildFiles(Path log, Path pid) {}
