package io.parley.completion.document.parse;

import io.parley.completion.document.DocumentRefused;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;

/**
 * The process that reads files: one after the other, each from standard input, until that is closed. It has an empty
 * environment, a folder of its own that it leaves empty, little memory, no use for a network, and no patience: what
 * takes longer than its second argument ends the process, also when the service that started it is gone.
 */
public final class ParserMain {

    static final int ENDED_BY_LIMIT = 9;

    private static final Set<String> FAR = Set.of("http", "https", "ftp", "mailto");

    private ParserMain() {}

    /** @param arguments how many characters of text to read of a file, and how many milliseconds it may take */
    public static void main(String[] arguments) throws IOException {
        var in = new DataInputStream(new FileInputStream(FileDescriptor.in));
        var out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 14));
        // Standard output is the service's; what a library prints goes where nobody reads.
        System.setOut(System.err);
        URL.setURLStreamHandlerFactory(ParserMain::noNetwork);
        int mostText = Integer.parseInt(arguments[0]);
        long limit = Long.parseLong(arguments[1]);
        var parsers = new FileParsers();
        var watch = new Timer(true);
        ParserFrames.writeStarted(out);
        for (var kind = ParserFrames.readKind(in); kind.isPresent(); kind = ParserFrames.readKind(in)) {
            var file = Files.createTempFile(Path.of(""), "document", "");
            try (var content = Files.newOutputStream(file)) {
                ParserFrames.readFile(in, content);
            }
            var end = new End();
            watch.schedule(end, limit);
            try {
                parsers.parse(kind.get(), file, new BlockSink(out, mostText));
                ParserFrames.writeDone(out);
            } catch (DocumentRefused refused) {
                ParserFrames.writeRefused(out, refused.fault());
            } finally {
                var _ = end.cancel();
                Files.deleteIfExists(file);
            }
        }
    }

    /** Classes and their resources come from jars and files; nothing else is opened. */
    private static @Nullable URLStreamHandler noNetwork(String protocol) {
        return FAR.contains(protocol) ? new Closed() : null;
    }

    private static final class Closed extends URLStreamHandler {

        @Override
        protected URLConnection openConnection(URL address) throws IOException {
            throw new IOException("no network here");
        }
    }

    private static final class End extends TimerTask {

        @Override
        public void run() {
            Runtime.getRuntime().halt(ENDED_BY_LIMIT);
        }
    }
}
