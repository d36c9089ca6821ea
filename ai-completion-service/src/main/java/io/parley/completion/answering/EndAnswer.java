package io.parley.completion.answering;

import io.parley.events.AnswerEvent;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Brings the end of an answer into the log, while this process holds the lease: one that slept for a while may find that
 * another has the job. Broker and database may both be away; it is tried until they are back.
 */
final class EndAnswer {

    private static final Logger log = LoggerFactory.getLogger(EndAnswer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final OpenAnswers open;
    private final AnswerLog answers;

    EndAnswer(OpenAnswers open, AnswerLog answers) {
        this.open = open;
        this.answers = answers;
    }

    /** True once the log has acknowledged the end, false where the lease is lost; never fails. */
    Mono<Boolean> end(AnswerJob job, AnswerEvent end) {
        return Mono.defer(() -> open.confirm(job))
                .flatMap(leased ->
                        leased ? answers.append(job.conversation(), end).thenReturn(true) : Mono.just(false))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .doBeforeRetry(again -> warnOnce(job, again)));
    }

    private static void warnOnce(AnswerJob job, Retry.RetrySignal again) {
        if (again.totalRetries() == 0) {
            log.warn(
                    "The end of answer {} is not in the log yet and is tried again: {}",
                    job.answerId(),
                    again.failure().getClass().getSimpleName());
        }
    }
}
