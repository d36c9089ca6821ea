package io.parley.completion.prompt;

import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A persona with {@code {{chatbot_name}}} and {@code {{date}}} in it. Other names between braces stay as they are: a
 * persona may speak of somebody else's templates.
 */
public final class PersonaTemplate {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*(chatbot_name|date)\\s*}}");

    private PersonaTemplate() {}

    /** @param today in UTC, when the question was asked */
    public static String fill(String persona, String chatbotName, LocalDate today) {
        var values = Map.of("chatbot_name", chatbotName, "date", today.toString());
        return VARIABLE.matcher(persona)
                .replaceAll(found -> Matcher.quoteReplacement(Objects.requireNonNull(values.get(found.group(1)))));
    }
}
