package io.parley.completion.answering;

import io.parley.events.AnswerEvent;
import io.parley.events.ConversationFact;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Brings the end of an answer, or the call for a person in its place, into the log, while this process holds the lease:
 * one that slept for a while may find that another has the job. Broker and database may both be away; it is tried until
 * they are back.
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
        return append(job, end);
    }

    /** The same with a call for a person. */
    Mono<Boolean> callPerson(AnswerJob job, String reason) {
        return append(job, PersonCall.in(job, reason));
    }

    /**
     * The next attempt of a job whose place a person is called to: whatever was shown of it is void. Empty where the
     * lease is lost; never fails.
     */
    Mono<AnswerJob> nextAttempt(AnswerJob job) {
        return Mono.defer(() -> open.nextAttempt(job)).retryWhen(again(job));
    }

    private Mono<Boolean> append(AnswerJob job, ConversationFact fact) {
        return Mono.defer(() -> open.confirm(job))
                .flatMap(leased ->
                        leased ? answers.append(job.conversation(), fact).thenReturn(true) : Mono.just(false))
                .retryWhen(again(job));
    }

    private static Retry again(AnswerJob job) {
        return Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                .maxBackoff(LONGEST_PAUSE)
                .doBeforeRetry(again -> warnOnce(job, again));
    }

    private static void warnOnce(AnswerJob job, Retry.RetrySignal again) {
        if (again.totalRetries() == 0) {
            log.warn(
                    "What became of answer {} is not in the log yet and is tried again: {}",
                    job.answerId(),
                    again.failure().getClass().getSimpleName());
        }
    }
}
