package io.parley.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * The cases of one test, run a few at a time because most of what they do is wait for a service. All are run, whatever becomes
 * of the others; the test fails with the name of each that failed, and why.
 */
final class SideBySide {
    private static final int AT_A_TIME = 6;

    private final List<Callable<Optional<Failure>>> cases = new ArrayList<>();

    @FunctionalInterface
    interface Case {
        void run() throws Exception;
    }

    private record Failure(String name, Throwable why) {
        /** What is unexpected says what it is; the failure of an assertion has said so itself. */
        @Override
        public String toString() {
            var text = why instanceof AssertionError ? String.valueOf(why.getMessage()) : why.toString();
            return name + "\n" + text.strip().indent(4);
        }
    }

    SideBySide add(String name, Case toRun) {
        cases.add(() -> {
            try {
                toRun.run();
                return Optional.empty();
            } catch (Exception | AssertionError failure) {
                return Optional.of(new Failure(name, failure));
            }
        });
        return this;
    }

    /** @throws AssertionError where one failed */
    void run() {
        var failures = new ArrayList<Failure>();
        try (var threads = Executors.newFixedThreadPool(
                AT_A_TIME, Thread.ofVirtual().name("case-", 0).factory())) {
            for (var outcome : threads.invokeAll(cases)) {
                outcome.get().ifPresent(failures::add);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        }
        if (!failures.isEmpty()) {
            var text = new StringBuilder("%d of %d cases failed:\n".formatted(failures.size(), cases.size()));
            failures.forEach(text::append);
            var error = new AssertionError(text.toString());
            failures.stream()
                    .map(Failure::why)
                    .filter(why -> !(why instanceof AssertionError))
                    .forEach(error::addSuppressed);
            throw error;
        }
    }
}
