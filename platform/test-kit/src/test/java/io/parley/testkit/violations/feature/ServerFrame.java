package io.parley.testkit.violations.feature;

/** No breach: frames have the names of the wire. */
interface ServerFrame {

    record SessionInfo() implements ServerFrame {}
}
