package io.parley.local.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** What {@code ./parley token} runs: prints a token that the running suite accepts, and nothing else on standard output. */
public final class TokenCommand {
    private static final int USAGE = 2;

    private TokenCommand() {}

    static void main(String[] arguments) {
        try {
            var request = TokenRequest.parse(arguments);
            var environment = System.getenv();
            var root = Path.of(arguments[0]);
            System.out.println(new DevelopmentToken(secret(root, environment))
                    .sign(
                            request,
                            environment.get("PARLEY_JWT_ISSUER"),
                            environment.get("PARLEY_JWT_AUDIENCE"),
                            Instant.now()));
        } catch (IllegalArgumentException wrongUse) {
            System.err.println("parley token: " + wrongUse.getMessage());
            System.exit(USAGE);
        } catch (IOException noSecret) {
            System.err.println("parley token: " + noSecret.getMessage());
            System.exit(1);
        }
    }

    /** As the launcher finds it: the person's own secret, or the one it made in the data directory. */
    static String secret(Path root, Map<String, String> environment) throws IOException {
        var own = environment.get("PARLEY_JWT_SECRET");
        if (own != null && !own.isBlank()) {
            return own;
        }
        var given = environment.get("PARLEY_DATA_DIR");
        var file = root.resolve(given == null || given.isBlank() ? ".parley" : given)
                .resolve("keys/jwt.secret");
        if (Files.notExists(file)) {
            throw new IOException("there is no " + file + " yet: ./parley up makes it when it starts."
                    + (given == null ? " If that has a PARLEY_DATA_DIR, it is needed here too." : ""));
        }
        return Files.readString(file).strip();
    }
}
