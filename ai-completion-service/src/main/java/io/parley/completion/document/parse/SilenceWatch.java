package io.parley.completion.document.parse;

import java.time.Duration;

/** For how long, on a processor's clock, a parser has said nothing. Looked at by one thread. */
final class SilenceWatch {

    private final ParserProcess process;
    private int answers;
    private Duration workedBefore;

    SilenceWatch(ParserProcess process) {
        this.process = process;
        this.answers = process.answers();
        this.workedBefore = process.cpu();
    }

    Duration silence() {
        var worked = process.cpu();
        if (process.answers() != answers) {
            answers = process.answers();
            workedBefore = worked;
        }
        return worked.minus(workedBefore);
    }
}
