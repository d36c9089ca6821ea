package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.e2e.PersistentVisitor.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Kills every process in turn while twenty conversations are running. Nothing that was acknowledged is missing afterwards,
 * nothing is there twice, and every question has its one answer.
 */
@WithSuite
class CrashE2eIT {
    private static final int VISITORS = 20;
    private static final Duration WHOLE_WITHIN = Duration.ofSeconds(60);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);
    private static final List<String> PROCESSES =
            List.of("gateway", "chat-session", "ai-completion", "history", "escalation", "kafka", "mongo");

    private final RunningSuite suite;

    CrashE2eIT(RunningSuite suite) {
        this.suite = suite;
    }

    /** The slowest answer is that of a question asked before the process was killed and answered afterwards. */
    private record Crash(
            String process, Duration untilWhole, Duration untilAllWentOn, Duration slowestAnswer, long failures) {}

    @Test
    void losesAndRepeatsNothingWhicheverProcessIsKilled() throws Exception {
        var visitors = IntStream.range(0, VISITORS)
                .mapToObj(_ -> new PersistentVisitor(suite.visitor()))
                .toList();
        var crashes = new ArrayList<Crash>();
        try (var threads = Executors.newFixedThreadPool(VISITORS)) {
            visitors.forEach(threads::execute);
            try {
                awaitProgress(visitors, 1, ANSWERED_WITHIN);
                for (var process : PROCESSES) {
                    crashes.add(kill(process, visitors));
                }
            } finally {
                visitors.forEach(PersistentVisitor::hasEnough);
                write(crashes);
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(ANSWERED_WITHIN.toSeconds(), TimeUnit.SECONDS))
                    .as("every question is answered")
                    .isTrue();
        }
        var all = new SoftAssertions();
        visitors.forEach(visitor -> hasEverythingOnce(all, visitor));
        all.assertAll();
    }

    private Crash kill(String process, List<PersistentVisitor> visitors) {
        var victim = suite.process(process);
        long killedAt = System.nanoTime();
        victim.destroyForcibly();
        await().until(() -> !victim.isAlive());

        await("the suite is whole again after " + process + " was killed")
                .atMost(WHOLE_WITHIN)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> suite.nobody().get("/health").status() == 200 && aNewVisitorIsAnswered());
        var whole = Duration.ofNanos(System.nanoTime() - killedAt);

        // One more than the one that may be under way: asked and answered by the whole suite.
        awaitProgress(visitors, 2, ANSWERED_WITHIN);
        var wentOn = Duration.ofNanos(System.nanoTime() - killedAt);
        var hit = visitors.stream()
                .flatMap(visitor -> visitor.questions().stream())
                .filter(question -> question.isAnswered() && question.answeredAt > killedAt)
                .filter(question -> question.askedAt < killedAt)
                .toList();
        assertThat(hit).as("questions under way when %s was killed", process).isNotEmpty();
        var slowest = hit.stream().mapToLong(Question::nanosToItsAnswer).max().orElseThrow();
        var failures = hit.stream().filter(Question::hasFailed).count();
        return new Crash(process, whole, wentOn, Duration.ofNanos(slowest), failures);
    }

    private boolean aNewVisitorIsAnswered() {
        try (var socket = suite.visitor().chatsWith("leta")) {
            socket.says(Paced.atOnce().asking("Are you whole again?"));
            return socket.awaits("an answer", frame -> frame.is("response_complete"), AT_ONCE)
                    .isFact();
        } catch (AssertionError notYet) {
            return false;
        }
    }

    private static void awaitProgress(List<PersistentVisitor> visitors, int answers, Duration atMost) {
        var before = visitors.stream().map(PersistentVisitor::answered).toList();
        await("every visitor gets %d more answers".formatted(answers))
                .atMost(atMost)
                .until(() -> IntStream.range(0, visitors.size())
                        .allMatch(i -> visitors.get(i).answered() >= before.get(i) + answers));
    }

    private static void hasEverythingOnce(SoftAssertions all, PersistentVisitor visitor) {
        var history = history(visitor);
        var said = history.stream()
                .filter(message -> message.path("sender_type").asString().equals("user"))
                .toList();
        var questions = visitor.questions();

        all.assertThat(said)
                .as("the questions of %s, each once, in their order", visitor.conversation())
                .extracting(message -> message.path("id").asString())
                .containsExactlyElementsOf(
                        questions.stream().map(question -> question.id).toList());
        all.assertThat(said)
                .extracting(message -> message.path("seq").asLong())
                .containsExactlyElementsOf(
                        questions.stream().map(question -> question.seq).toList());
        all.assertThat(history)
                .extracting(message -> message.path("seq").asLong())
                .as("places in %s", visitor.conversation())
                .isSorted()
                .doesNotHaveDuplicates();
        questions.forEach(question -> isAnsweredOnce(all, question, history));
        all.assertThat(visitor.breaches())
                .as("frames of %s", visitor.conversation())
                .isEmpty();
    }

    private static void isAnsweredOnce(SoftAssertions all, Question question, List<JsonNode> history) {
        var answers = history.stream()
                .filter(message -> PersistentVisitor.isAnswerTo(message, question))
                .toList();
        all.assertThat(answers)
                .as("answers to %s (failure %s)", question.id, question.failure)
                .hasSize(question.failure == null ? 1 : 0);
        answers.forEach(answer ->
                all.check(() -> question.answer.isWholeIn(answer.path("content").asString())));
    }

    private static List<JsonNode> history(PersistentVisitor visitor) {
        var all = new ArrayList<JsonNode>();
        long after = 0;
        while (true) {
            var page = visitor.client()
                    .get("/chat/%s/history?limit=200&after=%d".formatted(visitor.conversation(), after))
                    .expecting(200)
                    .json();
            page.path("messages").valueStream().forEach(all::add);
            if (!page.path("has_more").asBoolean()) {
                return all;
            }
            after = all.getLast().path("seq").asLong();
        }
    }

    private static void write(List<Crash> crashes) throws IOException {
        var table = new StringBuilder("""
                | killed | s until the suite is whole | s until all %d visitors have 2 more answers | s of the slowest answer | failed answers |
                |---|---|---|---|---|
                """.formatted(VISITORS));
        crashes.forEach(crash -> table.append("| %s | %.1f | %.1f | %.1f | %d |%n"
                .formatted(
                        crash.process(),
                        seconds(crash.untilWhole()),
                        seconds(crash.untilAllWentOn()),
                        seconds(crash.slowestAnswer()),
                        crash.failures())));
        System.out.println(table);
        Files.writeString(Installation.target("crash-times.md"), table);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
