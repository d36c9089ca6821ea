package io.parley.local.mongo;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.Channel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The H2 backend with a commit after every command that writes, and none at any other time. By itself it commits once a second:
 * a killed process would lose what was acknowledged in between, and keep half of a command that was being carried out, a
 * document for example that its index does not know and that can never be written again.
 */
final class DurableBackend extends H2Backend {
    private static final Logger log = LoggerFactory.getLogger(DurableBackend.class);

    private static final Set<String> WRITES = Set.of(
            "insert",
            "update",
            "delete",
            "findAndModify",
            "findandmodify",
            "create",
            "createIndexes",
            "drop",
            "dropDatabase",
            "dropIndexes",
            "deleteIndexes",
            "renameCollection",
            "aggregate");

    /**
     * In per cent; where the file is emptier chunks are written anew, or it grows by a gigabyte in 50,000 writes. At 80 it is
     * hardly smaller than at 50, and half as much again is written anew.
     */
    private static final int FILL_RATE = 50;

    /** Nobody writes meanwhile: a little, often, stops everybody for 13 ms of a core, where 4 MiB each second took 45. */
    private static final int WRITTEN_ANEW_AT_ONCE = 1024 * 1024;

    private static final int COMPACTED_EVERY_MILLIS = 250;

    private final MVStore store;

    /** Commands that write share it; what is committed under the other half has no command half done. */
    private final ReentrantReadWriteLock writing = new ReentrantReadWriteLock();

    private final ScheduledExecutorService compaction = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("compaction").daemon().factory());

    private DurableBackend(MVStore store) {
        super(store);
        this.store = store;
    }

    static DurableBackend open(Path file) {
        var store = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .open();
        store.setRetentionTime(0);
        var backend = new DurableBackend(store);
        var _ = backend.compaction.scheduleWithFixedDelay(
                backend::compact, COMPACTED_EVERY_MILLIS, COMPACTED_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return backend;
    }

    /** What keeps a file from being compacted may pass; a task that throws is not run again. */
    private void compact() {
        try {
            alone(this::compactIfOpen);
        } catch (RuntimeException failure) {
            log.warn("The database's file is not compacted at the moment: {}", failure.toString());
        }
    }

    private void compactIfOpen() {
        if (!store.isClosed()) {
            store.compact(FILL_RATE, WRITTEN_ANEW_AT_ONCE);
        }
    }

    private void alone(Runnable work) {
        writing.writeLock().lock();
        try {
            work.run();
        } finally {
            writing.writeLock().unlock();
        }
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        return super.handleCommand(channel, database, Handshake.byOldName(command), query);
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        if (!WRITES.contains(message.getDocument().keySet().iterator().next())) {
            return super.handleMessage(message);
        }
        writing.readLock().lock();
        try {
            return super.handleMessage(message);
        } finally {
            writing.readLock().unlock();
            // Whoever comes first commits for all that are waiting here.
            alone(this::commit);
        }
    }

    @Override
    public void close() {
        // Not interrupted: that would close the file under the store.
        compaction.shutdown();
        alone(super::close);
    }
}
