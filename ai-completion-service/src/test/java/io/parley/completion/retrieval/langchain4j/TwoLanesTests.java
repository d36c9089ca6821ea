package io.parley.completion.retrieval.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.retrieval.EmbeddingFailed;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class TwoLanesTests {

    private final TwoLanes lanes = new TwoLanes(1, 3, 1);
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void close() {
        go.countDown();
        lanes.close();
    }

    @Test
    void doesQuestionsBeforePassagesThatCameFirst() throws InterruptedException {
        occupy();
        lanes.passage(() -> done.add("passage 1")).subscribe();
        lanes.passage(() -> done.add("passage 2")).subscribe();
        lanes.question(() -> done.add("question 1")).subscribe();
        lanes.question(() -> done.add("question 2")).subscribe();

        go.countDown();

        Awaitility.await().until(() -> done.size() == 4);
        assertThat(done).containsExactly("question 1", "question 2", "passage 1", "passage 2");
    }

    @Test
    void refusesWhatThereIsNoRoomFor() throws InterruptedException {
        occupy();
        for (int i = 0; i < 3; i++) {
            lanes.passage(() -> done.add("passage")).subscribe();
        }

        StepVerifier.create(lanes.passage(() -> "one more")).verifyError(EmbeddingFailed.class);
        lanes.question(() -> done.add("question")).subscribe();
        go.countDown();
        Awaitility.await().until(() -> done.size() == 4);
    }

    @Test
    void forgetsWhatNobodyWantsAnyMore() throws InterruptedException {
        occupy();
        lanes.passage(() -> done.add("given up")).subscribe().dispose();
        lanes.passage(() -> done.add("wanted")).subscribe();

        go.countDown();

        Awaitility.await().until(() -> !done.isEmpty());
        assertThat(done).containsExactly("wanted");
    }

    @Test
    void goesOnAfterAFailure() {
        StepVerifier.create(lanes.question(() -> {
                    throw new IllegalStateException("no");
                }))
                .verifyError(IllegalStateException.class);

        StepVerifier.create(lanes.question(() -> "yes")).expectNext("yes").verifyComplete();
    }

    @Test
    void holdsPassagesBackAndNoQuestion() {
        var sparing = new TwoLanes(1, 10, 0.0001);
        StepVerifier.create(sparing.passage(() -> {
                    long until = System.nanoTime() + 5_000_000;
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                    return "first";
                }))
                .expectNext("first")
                .verifyComplete();

        sparing.passage(() -> done.add("passage")).subscribe();
        StepVerifier.create(sparing.question(() -> "question"))
                .expectNext("question")
                .verifyComplete();

        assertThat(done).isEmpty();
        sparing.close();
    }

    @Test
    void endsWhatWaitsWhenItIsClosed() throws InterruptedException {
        occupy();
        var waiting = lanes.passage(() -> "never").toFuture();

        lanes.close();

        assertThat(waiting).isCompletedExceptionally();
        StepVerifier.create(lanes.question(() -> "late")).verifyError(EmbeddingFailed.class);
    }

    /** The only thread has something to do until it may go. */
    private void occupy() throws InterruptedException {
        lanes.question(() -> {
                    begun.countDown();
                    go.await();
                    return "";
                })
                .subscribe();
        begun.await();
    }
}
