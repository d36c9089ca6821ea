package io.parley.platform.log;

/** The service's views were built from another log than the one that is there. The process must not go on. */
final class LogMismatch extends IllegalStateException {

    LogMismatch(String what) {
        super(what + "; restore the log that belongs to this database, or rebuild the views from this one");
    }
}
