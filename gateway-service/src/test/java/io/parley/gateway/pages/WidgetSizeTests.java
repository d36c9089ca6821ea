package io.parley.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a visitor has to load, in bytes of gzip: the loader with every page, all else and one language when the chat is first
 * opened. That it is these files and no others is seen in a browser.
 */
class WidgetSizeTests {

    private static final int LOADER = 5 * 1024;
    private static final int EVERYTHING = 60 * 1024;
    private static final Path STATIC = Path.of("src/main/web/static");

    @Test
    void isSmall() throws IOException {
        int loader = compressed(STATIC.resolve("chat-widget.js"));
        int bundle = compressed(STATIC.resolve("widget/bundle.js"));
        int language = largestLanguage();
        int everything = loader + bundle + language;
        System.out.printf(
                "The widget in gzip: loader %,d bytes (at most %,d); with the chat %,d and a language %,d: %,d (at most %,d)%n",
                loader, LOADER, bundle, language, everything, EVERYTHING);

        assertThat(loader).as("bytes of the loader").isLessThanOrEqualTo(LOADER);
        assertThat(everything).as("bytes in all").isLessThanOrEqualTo(EVERYTHING);
    }

    private static int largestLanguage() throws IOException {
        try (Stream<Path> languages = Files.list(STATIC.resolve("widget/locales"))) {
            return languages
                    .map(WidgetSizeTests::compressed)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private static int compressed(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            return PageFile.of(file.toString(), FileType.of(file.toString()).orElseThrow(), content)
                    .compressed()
                    .orElse(content)
                    .length;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
