package io.parley.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTests {
    @TempDir
    Path directory;

    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final List<Child> children = new CopyOnWriteArrayList<>();

    @AfterEach
    void stopChildren() {
        children.forEach(Child::stop);
        children.forEach(child -> child.awaitEnd(Duration.ofSeconds(6)));
    }

    @Test
    void startsAgainWhatWasKilledWithinASecondOrSo() throws Exception {
        var child = start(Waiting.class, () -> true);
        child.ready().get(10, TimeUnit.SECONDS);
        var first = process();

        first.destroyForcibly();

        await().atMost(Duration.ofSeconds(10))
                .until(() -> reports.stream().anyMatch(report -> report.contains("is back")));
        assertThat(process().pid()).isNotEqualTo(first.pid());
        assertThat(reports.getFirst()).contains("test was killed by signal 9").contains("again in 0.5 s");
    }

    @Test
    void endsByItselfWhenItIsAskedTo() throws Exception {
        var child = start(Waiting.class, () -> true);
        child.ready().get(10, TimeUnit.SECONDS);
        var process = process();

        child.stop();
        child.awaitEnd(Duration.ofSeconds(5));

        assertThat(process.isAlive()).isFalse();
        assertThat(directory.resolve("test.pid")).doesNotExist();
        assertThat(directory.resolve("test.log")).content().contains("hook ran");
        assertThat(reports).isEmpty();
    }

    @Test
    void endsInOrderOnASignalToo() throws Exception {
        var child = start(Waiting.class, () -> true);
        child.ready().get(10, TimeUnit.SECONDS);
        await().until(() -> Files.readString(directory.resolve("test.log")).contains("arguments"));
        var process = process();

        child.terminate();
        child.awaitEnd(Duration.ofSeconds(5));

        assertThat(process.isAlive()).isFalse();
        assertThat(directory.resolve("test.log")).content().contains("hook ran");
        assertThat(reports).as("it is not started again").isEmpty();
    }

    @Test
    void isKilledWhenTheSignalIsNotHeeded() throws Exception {
        var child = start(Hanging.class, () -> true);
        child.ready().get(10, TimeUnit.SECONDS);
        var process = process();

        child.terminate();
        child.awaitEnd(Duration.ofMillis(300));

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void endsEvenWhenItsShutdownHangs() throws Exception {
        var child = start(Hanging.class, () -> true);
        child.ready().get(10, TimeUnit.SECONDS);
        var process = process();

        child.stop();

        await().atMost(Duration.ofSeconds(5)).until(() -> !process.isAlive());
    }

    @Test
    void givesUpOnWhatNeverBecameReady() {
        var child = start(Failing.class, () -> false);

        assertThatThrownBy(() -> child.ready().get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("ended with code 3");
        assertThat(reports).hasSize(1);
        assertThat(directory.resolve("test.log")).content().contains("no, thank you");
    }

    @Test
    void passesOnArgumentsAndTheEnvironmentAlone() throws Exception {
        start(Waiting.class, () -> true).ready().get(10, TimeUnit.SECONDS);

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(directory.resolve("test.log"))
                        .content()
                        .contains("arguments [one, two words] COLOUR=blue HOME=null"));
    }

    @Test
    void isGoneSoonAfterItsLauncherWasKilled() throws Exception {
        var launcher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launching.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        ProcessHandle orphan;
        try {
            var log = directory.resolve("test.log");
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> Files.readString(log).contains("arguments")
                            && process().isAlive());
            orphan = process();
        } finally {
            launcher.destroyForcibly().waitFor();
        }

        await().atMost(Duration.ofSeconds(5)).until(() -> !orphan.isAlive());
    }

    private Child start(Class<?> main, Readiness readiness) {
        var child = Child.start(plan(main, readiness), files(directory), false, reports::add);
        children.add(child);
        return child;
    }

    private static ChildPlan plan(Class<?> main, Readiness readiness) {
        var image = new Image(
                System.getProperty("java.class.path"),
                main.getName(),
                List.of("-XX:TieredStopAtLevel=1"),
                Path.of("/none"));
        return new ChildPlan("test", 0, 32, image, List.of("one", "two words"), Map.of("COLOUR", "blue"), readiness);
    }

    private static ChildFiles files(Path directory) {
        return new ChildFiles(directory.resolve("test.log"), directory.resolve("test.pid"));
    }

    private ProcessHandle process() throws Exception {
        return ProcessHandle.of(Long.parseLong(
                        Files.readString(directory.resolve("test.pid")).strip()))
                .orElseThrow();
    }

    /** Serves until it is told to end. */
    static final class Waiting {
        public static void main(String[] arguments) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook ran")));
            new Thread(Waiting::waitForever).start();
            System.out.println("arguments " + List.of(arguments) + " COLOUR=" + System.getenv("COLOUR") + " HOME="
                    + System.getenv("HOME"));
        }

        static void waitForever() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    /** Does not come to an end by itself. */
    static final class Hanging {
        public static void main(String[] arguments) {
            Runtime.getRuntime().addShutdownHook(new Thread(Waiting::waitForever));
            Waiting.waitForever();
        }
    }

    /** Does not even start. */
    static final class Failing {
        public static void main(String[] arguments) {
            System.out.println("no, thank you");
            System.exit(3);
        }
    }

    /** A launcher with one child, to be killed. */
    static final class Launching {
        public static void main(String[] arguments) {
            var unused = Child.start(
                    plan(Waiting.class, () -> true), files(Path.of(arguments[0])), false, System.out::println);
        }
    }
}
