package io.parley.completion.key;

import io.parley.completion.key.vault.HeldMasterKeys;
import io.parley.completion.key.vault.KeyVault;
import io.parley.completion.key.vault.MasterKeyFile;
import io.parley.completion.key.vault.SealBroken;
import java.time.Duration;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Makes a new master key and wraps every data key anew under it, while others use keys and store new ones. The version
 * is in the file before anything is wrapped by it, and a process that meets a version it does not know looks into the
 * file; so no call fails at any point of it. A rotation that was broken off is gone on with by the next.
 */
public final class RotateMasterKey {

    /** Longer than it takes to store a key that was sealed before the new version could be seen. */
    static final Duration SETTLED = Duration.ofSeconds(6);

    private static final int AT_A_TIME = 8;

    /** If none of so many opens, file and database belong to two installations. */
    private static final int SAMPLE = 20;

    private final StoredKeys stored;
    private final MasterKeyFile file;
    private final boolean hasFirst;
    private final KeyVault vault;
    private final Duration settled;

    /**
     * @param masters those of the file
     * @param hasFirst whether the master key of version 1 comes from a setting
     */
    public RotateMasterKey(StoredKeys stored, MasterKeyFile file, HeldMasterKeys masters, boolean hasFirst) {
        this(stored, file, masters, hasFirst, SETTLED);
    }

    RotateMasterKey(StoredKeys stored, MasterKeyFile file, HeldMasterKeys masters, boolean hasFirst, Duration settled) {
        this.stored = stored;
        this.file = file;
        this.hasFirst = hasFirst;
        this.vault = new KeyVault(masters);
        this.settled = settled;
    }

    /** @param progress is told how many data keys have been wrapped anew so far */
    public Mono<Rotation> rotate(LongConsumer progress) {
        return Mono.zip(used(), versions()).flatMap(both -> {
            var used = both.getT1();
            int newest = both.getT2().last();
            refuseUnknown(used, both.getT2());
            var fresh = Mono.defer(() -> opens().then(added(newest + 1)))
                    .flatMap(version -> wrapAll(version, progress).map(done -> done.rotation(version, false)));
            return used.headSet(newest).isEmpty()
                    ? fresh
                    // What never opens stays under its old version, and is no rotation that was broken off.
                    : wrapAll(newest, progress)
                            .filter(done -> done.wrapped().get() > 0)
                            .map(done -> done.rotation(newest, true))
                            .switchIfEmpty(fresh);
        });
    }

    /** Takes the versions out of the file that wrap nothing any more, and tells which. */
    public Mono<NavigableSet<Integer>> prune() {
        return Mono.zip(used(), Mono.delay(settled).then(used()), versions()).flatMap(seen -> {
            refuseUnknown(seen.getT1(), seen.getT3());
            NavigableSet<Integer> idle =
                    new TreeSet<>(seen.getT3().headSet(seen.getT3().last()));
            idle.removeAll(seen.getT1());
            idle.removeAll(seen.getT2());
            if (hasFirst) {
                idle.remove(HeldMasterKeys.FIRST);
            }
            return idle.isEmpty()
                    ? Mono.just(idle)
                    : Mono.<NavigableSet<Integer>>fromCallable(() -> {
                                file.remove(idle);
                                return idle;
                            })
                            .subscribeOn(Schedulers.boundedElastic());
        });
    }

    /** The versions that wrap something. */
    private Mono<NavigableSet<Integer>> used() {
        return stored.all()
                .map(key -> key.sealed().dataKey().version())
                // A document that is no key any more is under none.
                .filter(version -> version > 0)
                .collect(TreeSet::new, NavigableSet::add);
    }

    private Mono<NavigableSet<Integer>> versions() {
        return Mono.<NavigableSet<Integer>>fromCallable(() -> {
                    var versions = new TreeSet<>(file.versions());
                    if (hasFirst) {
                        versions.add(HeldMasterKeys.FIRST);
                    }
                    return versions;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private void refuseUnknown(NavigableSet<Integer> used, NavigableSet<Integer> versions) {
        var unknown = new TreeSet<>(used);
        unknown.removeAll(versions);
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(
                    "Keys in the database are wrapped by master keys of versions %s, which %s does not have."
                            .formatted(unknown, file));
        }
    }

    private Mono<Void> opens() {
        return stored.all()
                .filter(key -> key.sealed().dataKey().version() > 0)
                .take(SAMPLE)
                .concatMap(key -> vault.open(key.belongsTo(), key.sealed())
                        .doOnNext(KeyVault::wipe)
                        .thenReturn(true)
                        .onErrorResume(SealBroken.class, _ -> Mono.just(false)))
                .collectList()
                .flatMap(opened -> opened.isEmpty() || opened.contains(true)
                        ? Mono.empty()
                        : Mono.error(new IllegalStateException(
                                "The keys in the database are not wrapped by the master keys of " + file + ".")));
    }

    private Mono<Integer> added(int version) {
        return Mono.fromCallable(() -> {
                    file.add(version);
                    return version;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** @param unreadable of the last round */
    private record Done(AtomicLong wrapped, long unreadable) {

        Rotation rotation(int version, boolean isResumed) {
            return new Rotation(version, isResumed, wrapped.get(), unreadable);
        }
    }

    /** Round after round, until one finds nothing more to do that could be done. */
    private Mono<Done> wrapAll(int version, LongConsumer progress) {
        var wrapped = new AtomicLong();
        return Mono.defer(() -> round(version, wrapped, progress))
                .expand(last -> last.wrapped() + last.changed() == 0
                        ? Mono.empty()
                        : Mono.delay(settled).then(round(version, wrapped, progress)))
                .last()
                .map(last -> new Done(wrapped, last.unreadable()));
    }

    /** @param changed keys that were not as they were read any more: stored anew, or gone */
    private record Round(long wrapped, long changed, long unreadable) {

        static final Round NOTHING = new Round(0, 0, 0);

        Round and(Round other) {
            return new Round(wrapped + other.wrapped, changed + other.changed, unreadable + other.unreadable);
        }
    }

    private Mono<Round> round(int version, AtomicLong wrapped, LongConsumer progress) {
        return Flux.defer(stored::all)
                .filter(key -> key.sealed().dataKey().version() != version)
                .flatMap(key -> wrap(key).doOnNext(one -> progress.accept(wrapped.addAndGet(one.wrapped()))), AT_A_TIME)
                .reduce(Round.NOTHING, Round::and);
    }

    private Mono<Round> wrap(StoredKey key) {
        return vault.rewrap(key.belongsTo(), key.sealed())
                .flatMap(anew -> stored.rewrap(key, anew))
                .map(isDone -> isDone ? new Round(1, 0, 0) : new Round(0, 1, 0))
                .onErrorResume(SealBroken.class, _ -> Mono.just(new Round(0, 0, 1)));
    }
}
