package io.parley.local;

import io.parley.local.Topology.Place;
import io.parley.local.demo.DemoModel;
import io.parley.local.kafka.SuiteTopics;
import io.parley.local.keys.SuiteKeys;
import io.parley.local.process.Child;
import io.parley.local.process.ChildPlan;
import io.parley.local.process.ImageCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything of Parley on this machine: started in order, kept alive, stopped in order. {@link Launcher} holds one for
 * {@code ./parley up}; end-to-end tests hold theirs with a data directory and a port of their own.
 */
public final class LocalSuite implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final Duration TOPICS_WITHIN = Duration.ofSeconds(20);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(5);
    private static final Duration TRAINED_WITHIN = Duration.ofMinutes(2);
    private static final int LOG_CHECK_SECONDS = 30;
    private static final int LOG_TAIL_LINES = 15;

    private final SuiteOptions options;
    private final List<Place> places;
    private final List<Child> children = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("housekeeping").factory());

    private boolean closing;
    private @Nullable DataDirectory data;
    private @Nullable DemoModel demoModel;
    private @Nullable Settings settings;
    private volatile @Nullable Running running;

    /** What further processes of a running suite are made from. */
    private record Running(Topology topology, ServiceEnvironment environment) {}

    public LocalSuite(SuiteOptions options) {
        this(options, Topology.SERVICES);
    }

    LocalSuite(SuiteOptions options, List<Place> places) {
        this.options = options;
        this.places = places;
    }

    /** Returns when every process is ready, after a training run where one has no AOT cache yet. */
    public LocalSuite start() {
        var checked = Settings.read(options.root(), options.environment());
        settings = checked;
        try {
            var directory = DataDirectory.open(checked.dataDirectory());
            data = directory;
            var cache = new ImageCache(options.cache().orElse(directory.cache()));
            var topology = new Topology(checked, directory, new Installation(options.root()), cache, places);
            Ports.refuseIfTaken(topology.ports());
            var environment = new ServiceEnvironment(checked, keys(checked, directory), topology, options.balancers());
            startDemoModel(topology, directory);

            options.progress().accept("Laying out the processes");
            var engines = topology.engines();
            var services = topology.services(environment);
            if (!engines.stream().allMatch(LocalSuite::isTrained)
                    || !services.stream().allMatch(LocalSuite::isTrained)) {
                train(topology, engines, services);
            }
            for (var plan : plans(engines, services)) {
                directory.keepOneOldLog(plan.name());
            }
            options.progress().accept("Starting");
            run(topology, engines, services, plan -> false);
            running = new Running(topology, environment);
            var _ = housekeeping.scheduleWithFixedDelay(
                    this::cutLongLogs, LOG_CHECK_SECONDS, LOG_CHECK_SECONDS, TimeUnit.SECONDS);
            return this;
        } catch (IOException failure) {
            close();
            throw new CannotStart("Cannot start: " + failure);
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    public URI gateway() {
        return URI.create("http://127.0.0.1:" + checkedSettings().port());
    }

    /**
     * Starts another process of a service, for tests and only while the suite runs; returns when it is ready. Its ports
     * are 30 above those of the replica before it, its log and pid file are named like {@code history-1}, and
     * {@link #process} finds it under that name. The gateway does not know of it: a balancer named in
     * {@link SuiteOptions} has to. Killed, it is started again like every other process; closed, it stays away.
     *
     * @param service {@code chat-session}, {@code ai-completion}, {@code history}, …
     * @param number from 1; what {@code PARLEY_REPLICA} tells the process
     */
    public Replica startReplica(String service, int number) {
        var base = running;
        if (base == null || number < 1) {
            throw new IllegalStateException("no replica " + number + " of a suite that does not run");
        }
        var plan = base.topology().replica(plan(service), number, base.environment());
        try {
            openData().keepOneOldLog(plan.name());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        var child = startChild(plan, false);
        var replica = new Replica(this, child);
        try {
            awaitReady(child);
            return replica;
        } catch (CannotStart failure) {
            replica.close();
            throw failure;
        }
    }

    /** Where a process serves, by its name. */
    public URI address(String process) {
        return URI.create("http://127.0.0.1:" + plan(process).port());
    }

    private ChildPlan plan(String process) {
        return children.stream()
                .map(Child::plan)
                .filter(plan -> plan.name().equals(process))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no process " + process));
    }

    void forget(Child child) {
        children.remove(child);
    }

    public Path dataDirectory() {
        return checkedSettings().dataDirectory();
    }

    /** The log of one process, under the name it has in {@code run} and {@code log}. */
    public Path log(String process) {
        return dataDirectory().resolve("log").resolve(process + ".log");
    }

    /** The process as it runs now: after a restart it is another one. */
    public ProcessHandle process(String name) {
        try {
            var pid = Files.readString(dataDirectory().resolve("run").resolve(name + ".pid"));
            return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        } catch (IOException noPidFile) {
            throw new UncheckedIOException(noPidFile);
        }
    }

    /** The gateway first, so that nobody is let in any more; what the services stand on last. */
    @Override
    public void close() {
        startNoMore();
        stopAll(STOPPED_WITHIN);
        if (demoModel != null) {
            demoModel.close();
        }
        housekeeping.shutdownNow();
        if (data != null) {
            data.close();
        }
    }

    private static SuiteKeys keys(Settings settings, DataDirectory directory) throws IOException {
        return SuiteKeys.of(
                directory.path(),
                new SuiteKeys.OwnKeys(
                        settings.given("PARLEY_INTERNAL_KEY_FILE").map(Path::of),
                        settings.given("PARLEY_JWT_SECRET"),
                        settings.given("PARLEY_MASTER_KEY_FILE").map(Path::of),
                        settings.given("API_KEY_ENCRYPTION_KEY").isPresent()));
    }

    private void startDemoModel(Topology topology, DataDirectory directory) throws IOException {
        if (checkedSettings().demoModel()) {
            demoModel = DemoModel.start(topology.demoModelPort());
            directory.writeOwnPid(Topology.DEMO_MODEL);
        }
    }

    /** A whole run, so that what is cached is what a start needs, from the first class to readiness. */
    private void train(Topology topology, List<ChildPlan> engines, List<ChildPlan> services) {
        options.progress().accept("First start of this build: preparing fast starts, which takes about a minute once");
        run(topology, engines, services, plan -> !isTrained(plan));
        options.progress().accept("Writing the start caches");
        stopAll(TRAINED_WITHIN);
        children.clear();
    }

    private void run(
            Topology topology, List<ChildPlan> engines, List<ChildPlan> services, Predicate<ChildPlan> training) {
        startAndAwait(engines, training);
        createTopics(topology);
        startAndAwait(services, training);
    }

    private void startAndAwait(List<ChildPlan> plans, Predicate<ChildPlan> training) {
        var started = new ArrayList<Child>();
        for (var plan : plans) {
            started.add(startChild(plan, training.test(plan)));
        }
        for (var child : started) {
            awaitReady(child);
        }
    }

    private synchronized void startNoMore() {
        closing = true;
    }

    /** Excludes {@link #startNoMore}: whatever was started is there to be stopped. */
    private synchronized Child startChild(ChildPlan plan, boolean training) {
        if (closing) {
            throw new CannotStart("Stopped.");
        }
        var child = Child.start(plan, openData().filesOf(plan.name()), training, options.progress());
        children.add(child);
        return child;
    }

    private void awaitReady(Child child) {
        var plan = child.plan();
        try {
            var took = child.ready().get(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            options.progress()
                    .accept("  %-15s %-6d %5.1f s".formatted(plan.name(), plan.port(), took.toMillis() / 1000.0));
        } catch (ExecutionException ended) {
            throw didNotStart(
                    plan, ended.getCause() == null ? "" : ended.getCause().getMessage());
        } catch (TimeoutException late) {
            throw didNotStart(plan, "not ready after " + READY_WITHIN.toMinutes() + " minutes");
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
            throw new CannotStart("Interrupted.");
        }
    }

    private CannotStart didNotStart(ChildPlan plan, @Nullable String why) {
        var log = openData().filesOf(plan.name()).log();
        var reasons = new ArrayList<String>();
        reasons.add(plan.name() + " did not start: " + why + ". The end of " + log + ":");
        try {
            var lines = Files.readAllLines(log);
            lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size())
                    .forEach(line -> reasons.add("  | " + line));
        } catch (IOException unreadable) {
            reasons.add("  | (it cannot be read)");
        }
        return new CannotStart(reasons);
    }

    private static void createTopics(Topology topology) {
        try {
            SuiteTopics.create(topology.kafkaServers(), TOPICS_WITHIN);
        } catch (TimeoutException | IllegalStateException failure) {
            throw new CannotStart(
                    "The topics cannot be created at " + topology.kafkaServers() + ": " + failure.getMessage());
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
            throw new CannotStart("Interrupted.");
        }
    }

    private void stopAll(Duration atMost) {
        stop(atMost, child -> child.plan().name().equals(Topology.GATEWAY));
        stop(atMost, child -> !Topology.ENGINES.contains(child.plan().name()));
        stop(atMost, child -> true);
    }

    private void stop(Duration atMost, Predicate<Child> which) {
        var stage = children.stream().filter(which).toList();
        stage.forEach(Child::stop);
        stage.forEach(child -> child.awaitEnd(atMost));
    }

    private void cutLongLogs() {
        try {
            openData().cutLongLogs();
        } catch (IOException triedAgainSoon) {
            options.progress().accept("A log cannot be cut: " + triedAgainSoon.getMessage());
        }
    }

    private static boolean isTrained(ChildPlan plan) {
        return plan.image().isTrained();
    }

    private static List<ChildPlan> plans(List<ChildPlan> engines, List<ChildPlan> services) {
        var plans = new ArrayList<>(engines);
        plans.addAll(services);
        return plans;
    }

    private Settings checkedSettings() {
        if (settings == null) {
            throw new IllegalStateException("not started");
        }
        return settings;
    }

    private DataDirectory openData() {
        if (data == null) {
            throw new IllegalStateException("not started");
        }
        return data;
    }
}
