package io.parley.completion.key.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.reactivestreams.client.MongoClients;
import io.parley.completion.key.RotateMasterKey;
import io.parley.completion.key.Rotation;
import io.parley.completion.key.vault.HeldMasterKeys;
import io.parley.completion.key.vault.MasterKeyFile;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Mono;

/**
 * What {@code ./parley rotate-keys} runs, and a deployment's job: a short process of its own beside the running
 * service, with the same settings. It makes a new master key and wraps everything anew; with {@code --prune} it takes
 * out of the file what wraps nothing any more.
 */
public final class RotateKeysCommand {

    static final String DATABASE = "parley_completion";

    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;
    private static final int SOME_UNREADABLE = 3;

    private static final long FIND_DATABASE_SECONDS = 3;
    private static final long HOURS = 12;
    private static final long SAY_EVERY = 1_000;

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    RotateKeysCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        System.exit(new RotateKeysCommand(System.getenv(), System.out, System.err).run(List.of(arguments)));
    }

    int run(List<String> arguments) {
        if (!arguments.isEmpty() && !arguments.equals(List.of("--prune"))) {
            err.println("usage: rotate-keys [--prune]");
            return WRONG_USE;
        }
        var path = setting("PARLEY_MASTER_KEY_FILE", "");
        if (path.isEmpty()) {
            err.println(
                    setting("API_KEY_ENCRYPTION_KEY", "").isEmpty()
                            ? "PARLEY_MASTER_KEY_FILE names no file of master keys."
                            : "API_KEY_ENCRYPTION_KEY can have no second version. Write it into a file as version 1,"
                                    + " and name that in PARLEY_MASTER_KEY_FILE; docs/keys.md says how.");
            return FAILED;
        }
        var file = new MasterKeyFile(Path.of(path));
        try (var lock = file.lock()) {
            if (lock == null) {
                err.println("Somebody else is changing " + file + " at the moment.");
                return FAILED;
            }
            return run(file, !arguments.isEmpty());
        } catch (IllegalStateException | UncheckedIOException refused) {
            err.println(refused.getMessage());
            return FAILED;
        } catch (IOException nothingToSave) {
            return FAILED;
        }
    }

    private int run(MasterKeyFile file, boolean prune) {
        var database = database();
        var settings = MongoClientSettings.builder()
                .applyConnectionString(database)
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(FIND_DATABASE_SECONDS, TimeUnit.SECONDS))
                .build();
        var first = setting("API_KEY_ENCRYPTION_KEY", "");
        try (var client = MongoClients.create(settings);
                var masters = HeldMasterKeys.of(file, first)) {
            var stored = new MongoStoredKeys(new ReactiveMongoTemplate(client, DATABASE));
            var rotation = new RotateMasterKey(stored, file, masters, !first.isEmpty());
            return prune
                    ? pruned(file, await(rotation.prune()))
                    : rotated(file, await(rotation.rotate(this::progress)));
        } catch (TimeoutException | ExecutionException failed) {
            err.println(
                    failed.getCause() instanceof IllegalStateException refused
                            ? refused.getMessage()
                            : "The database at %s does not answer as it should (%s). Nothing is lost: the same command goes on."
                                    .formatted(
                                            database.getHosts(),
                                            (failed.getCause() == null ? failed : failed.getCause())
                                                    .getClass()
                                                    .getSimpleName()));
            return FAILED;
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    /** What is wrong with it is not repeated: it may hold a password. */
    private ConnectionString database() {
        try {
            return new ConnectionString(setting("PARLEY_MONGODB_URI", "mongodb://127.0.0.1:8103") + "/");
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("PARLEY_MONGODB_URI does not look like mongodb://host:port.");
        }
    }

    private static <T> T await(Mono<T> work) throws ExecutionException, InterruptedException, TimeoutException {
        return work.toFuture().get(HOURS, TimeUnit.HOURS);
    }

    private void progress(long wrapped) {
        if (wrapped > 0 && wrapped % SAY_EVERY == 0) {
            out.println("  " + wrapped + " keys wrapped anew");
        }
    }

    private int rotated(MasterKeyFile file, Rotation rotation) {
        out.printf(
                "Master key version %d %s; %d keys were wrapped anew.%n",
                rotation.version(),
                rotation.isResumed() ? "was there already and is in use everywhere now" : "was made and is in use",
                rotation.wrapped());
        if (rotation.unreadable() > 0) {
            err.printf(
                    "%d keys do not open and are as they were; the log of ai-completion names those that are used.%n",
                    rotation.unreadable());
            return SOME_UNREADABLE;
        }
        out.println("Older versions stay in " + file + " until rotate-keys --prune.");
        return 0;
    }

    private int pruned(MasterKeyFile file, NavigableSet<Integer> versions) {
        out.println(
                versions.isEmpty()
                        ? "Every version in " + file + " is in use."
                        : "Taken out of " + file + ", because they wrap nothing any more: versions " + versions);
        return 0;
    }

    private String setting(String name, String otherwise) {
        var value = environment.getOrDefault(name, "").strip();
        return value.isEmpty() ? otherwise : value;
    }
}
