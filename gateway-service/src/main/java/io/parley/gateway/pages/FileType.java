package io.parley.gateway.pages;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a file is, by its name. Files of other names are not served.
 *
 * @param mediaType with the charset of a text
 * @param isText compressing it is worth while
 */
record FileType(String mediaType, boolean isText) {

    private static final FileType PLAIN = text("text/plain");
    private static final FileType SCRIPT = text("text/javascript");
    private static final Map<String, FileType> BY_ENDING = Map.ofEntries(
            Map.entry("html", text("text/html")),
            Map.entry("js", SCRIPT),
            Map.entry("mjs", SCRIPT),
            Map.entry("css", text("text/css")),
            Map.entry("json", text("application/json")),
            Map.entry("svg", text("image/svg+xml")),
            Map.entry("txt", PLAIN),
            Map.entry("webmanifest", text("application/manifest+json")),
            Map.entry("png", binary("image/png")),
            Map.entry("jpg", binary("image/jpeg")),
            Map.entry("webp", binary("image/webp")),
            Map.entry("gif", binary("image/gif")),
            Map.entry("ico", binary("image/x-icon")),
            Map.entry("woff2", binary("font/woff2")),
            Map.entry("mp3", binary("audio/mpeg")),
            Map.entry("ogg", binary("audio/ogg")),
            Map.entry("wav", binary("audio/wav")));

    static Optional<FileType> of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.equals("LICENSE")) {
            return Optional.of(PLAIN);
        }
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(BY_ENDING.get(ending));
    }

    private static FileType text(String mediaType) {
        return new FileType(mediaType + ";charset=utf-8", true);
    }

    private static FileType binary(String mediaType) {
        return new FileType(mediaType, false);
    }
}
