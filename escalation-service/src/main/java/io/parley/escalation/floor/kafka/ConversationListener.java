package io.parley.escalation.floor.kafka;

import io.parley.escalation.floor.HearRequests;
import io.parley.platform.log.ConversationView;
import io.parley.platform.log.ViewBatch;
import io.parley.platform.log.ViewOvertaken;
import java.time.Duration;
import reactor.util.retry.Retry;

/** Brings the log's facts to this service. It blocks the listener's own thread until a batch is applied. */
final class ConversationListener implements ConversationView {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int TRIES = 5;

    private final HearRequests requests;

    ConversationListener(HearRequests requests) {
        this.requests = requests;
    }

    @Override
    public void apply(ViewBatch batch) {
        requests.hear(batch.facts(), batch::isNew)
                .retryWhen(Retry.max(TRIES).filter(ViewOvertaken.class::isInstance))
                .block(LIMIT);
    }
}
