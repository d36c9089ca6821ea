package io.parley.completion.chatbot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;

/** A persona as it is written in a file, without the first line that names it and its version for people. */
public record PersonaFile(String text) {

    private static final Pattern HEADER = Pattern.compile("\\A<!--.*?-->\\s*", Pattern.DOTALL);

    static PersonaFile read(Resource file) {
        try {
            var text = file.getContentAsString(StandardCharsets.UTF_8);
            return new PersonaFile(HEADER.matcher(text).replaceFirst("").strip());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
