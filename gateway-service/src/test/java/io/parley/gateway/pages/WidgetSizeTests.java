package io.parley.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a visitor has to load, in bytes of gzip: the loader with every page, the rest when the chat is first opened. */
class WidgetSizeTests {

    private static final int LOADER = 5 * 1024;
    private static final int EVERYTHING = 60 * 1024;
    private static final Path STATIC = Path.of("src/main/web/static").toAbsolutePath();
    private static final Path LOADER_SCRIPT = STATIC.resolve("chat-widget.js");
    private static final String ONE_LOCALE = "widget/locales/ar.js";
    private static final Pattern IMPORT = Pattern.compile(
            "(?:\\bfrom|\\bimport)\\s*\\(?\\s*['\"`](\\.{1,2}/[^'\"`$]+)['\"`]|['\"`]([\\w./-]*widget/[\\w/-]+\\.js)['\"`]");

    @Test
    void isSmall() throws IOException {
        Map<Path, Integer> sizes = new LinkedHashMap<>();
        for (Path file : loaded()) {
            sizes.put(STATIC.relativize(file), compressed(file));
        }
        int loader = compressed(LOADER_SCRIPT);
        int everything = sizes.values().stream().mapToInt(Integer::intValue).sum();
        sizes.forEach((file, size) -> System.out.printf("%8d  %s%n", size, file));
        System.out.printf(
                "%8d  of the loader (at most %d)%n%8d  in all (at most %d)%n", loader, LOADER, everything, EVERYTHING);

        assertThat(sizes.keySet().stream().map(Path::toString))
                .as("found by following imports")
                .contains("chat-widget.js", "widget/bundle.js", ONE_LOCALE);
        assertThat(loader).as("bytes of the loader").isLessThanOrEqualTo(LOADER);
        assertThat(everything).as("bytes in all").isLessThanOrEqualTo(EVERYTHING);
    }

    /** Whatever the loader imports, directly or not; of the languages the largest. */
    private static Set<Path> loaded() throws IOException {
        Set<Path> found = new TreeSet<>();
        var next = new ArrayDeque<Path>(Set.of(LOADER_SCRIPT, STATIC.resolve(ONE_LOCALE)));
        while (!next.isEmpty()) {
            Path file = next.remove();
            if (found.add(file)) {
                var imports = IMPORT.matcher(Files.readString(file));
                while (imports.find()) {
                    String named = imports.group(1) == null ? imports.group(2) : imports.group(1);
                    Path module = file.resolveSibling(named).normalize();
                    if (Files.exists(module) && !module.startsWith(STATIC.resolve("widget/locales"))) {
                        next.add(module);
                    }
                }
            }
        }
        return found;
    }

    private static int compressed(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        return PageFile.of(file.toString(), FileType.of(file.toString()).orElseThrow(), content)
                .compressed()
                .map(bytes -> bytes.length)
                .orElse(content.length);
    }
}
