package io.parley.history.rejection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class RejectRecordTests {

    private static final RejectedRecord RECORD = new RejectedRecord(1, 7, "default/c/x", new byte[] {1}, "no fact");

    private final List<String> done = new ArrayList<>();
    private boolean telling = true;
    private final RejectRecord rejection = new RejectRecord(
            new InMemoryRejections(),
            record -> Mono.fromRunnable(() -> done.add("letter " + record.offset())),
            record -> telling
                    ? Mono.fromRunnable(() -> done.add("told " + record.offset()))
                    : Mono.error(new IllegalStateException("the log is away")));

    @Test
    void setsARecordAsideAndTellsItsConversationOnce() {
        rejection.reject(RECORD).block();
        rejection.reject(RECORD).block();

        assertThat(done).containsExactly("letter 7", "told 7");
    }

    @Test
    void goesOnWhereItWasCutOff() {
        telling = false;
        StepVerifier.create(rejection.reject(RECORD)).verifyError(IllegalStateException.class);
        telling = true;
        rejection.reject(RECORD).block();

        assertThat(done).containsExactly("letter 7", "told 7");
    }

    private static final class InMemoryRejections implements Rejections {

        private final Map<Long, Stage> stages = new HashMap<>();

        @Override
        public Mono<Stage> stage(RejectedRecord record) {
            return Mono.fromSupplier(() -> stages.getOrDefault(record.offset(), Stage.NOTHING));
        }

        @Override
        public Mono<Void> reached(RejectedRecord record, Stage stage) {
            return Mono.fromRunnable(() -> stages.put(record.offset(), stage));
        }
    }
}
