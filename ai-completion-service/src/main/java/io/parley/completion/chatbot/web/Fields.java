package io.parley.completion.chatbot.web;

import io.parley.platform.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the fields of an object that a client sent, each by its rule, and collects what is wrong: a client that gets
 * several things wrong is told of all at once. What is wrong is never quoted, for it may be a key.
 */
final class Fields {

    private final JsonNode object;
    private final String prefix;
    private final List<String> wrong;

    private Fields(JsonNode object, String prefix, List<String> wrong) {
        this.object = object;
        this.prefix = prefix;
        this.wrong = wrong;
    }

    /** Fails with a 400 where there is no object. */
    static Fields of(JsonNode body) {
        if (!body.isObject()) {
            throw Problem.badRequest("bad_request", "The body must be a JSON object.");
        }
        return new Fields(body, "", new ArrayList<>());
    }

    /** The fields of an object in a field; none where it is absent. */
    Fields object(String name) {
        var value = object.path(name);
        if (!value.isObject() && !isAbsent(name)) {
            refuse(name, "must be an object");
        }
        return new Fields(value, prefix + name + ".", wrong);
    }

    boolean has(String name) {
        return object.has(name);
    }

    /** Whether a field is not there, or null. */
    boolean isAbsent(String name) {
        return object.path(name).isMissingNode() || object.path(name).isNull();
    }

    JsonNode get(String name) {
        return object.path(name);
    }

    /** @param least code points, without blanks at the ends where it is more than none */
    String text(String name, int least, int most, String absent) {
        return isAbsent(name) ? absent : given(name, least, most);
    }

    @Nullable String text(String name, int least, int most) {
        return isAbsent(name) ? null : given(name, least, most);
    }

    String required(String name, int most) {
        if (isAbsent(name)) {
            refuse(name, "is needed");
            return "";
        }
        return given(name, 1, most);
    }

    private String given(String name, int least, int most) {
        var value = object.path(name);
        var text = value.isString() ? value.stringValue() : "";
        if (!value.isString() || !isLongEnough(text, least) || text.codePointCount(0, text.length()) > most) {
            refuse(
                    name,
                    least == 0
                            ? "must be a text of at most %d characters".formatted(most)
                            : "must be a text of %d to %d characters, not all blank".formatted(least, most));
            return "";
        }
        return least == 0 ? text : text.strip();
    }

    private static boolean isLongEnough(String text, int least) {
        var stripped = text.strip();
        return stripped.codePointCount(0, stripped.length()) >= least;
    }

    double number(String name, double least, double most, double absent) {
        if (isAbsent(name)) {
            return absent;
        }
        var value = object.path(name);
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(number >= least && number <= most)) {
            refuse(name, String.format(Locale.ROOT, "must be a number from %s to %s", plain(least), plain(most)));
            return absent;
        }
        return number;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    int whole(String name, int least, int most, int absent) {
        var number = whole(name, (long) least, most);
        return number == null ? absent : number.intValue();
    }

    @Nullable Long whole(String name, long least, long most) {
        if (isAbsent(name)) {
            return null;
        }
        var value = object.path(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            refuse(name, "must be a whole number from %d to %d".formatted(least, most));
            return null;
        }
        return value.longValue();
    }

    boolean flag(String name, boolean absent) {
        if (isAbsent(name)) {
            return absent;
        }
        var value = object.path(name);
        if (!value.isBoolean()) {
            refuse(name, "must be true or false");
            return absent;
        }
        return value.booleanValue();
    }

    /** One of the values of an enum, as it is written on the wire. */
    <E extends Enum<E>> E choice(String name, List<E> values, Function<E, String> wire, E absent) {
        if (isAbsent(name)) {
            return absent;
        }
        var value = object.path(name);
        var text = value.isString() ? value.stringValue() : "";
        return values.stream()
                .filter(one -> wire.apply(one).equals(text))
                .findFirst()
                .orElseGet(() -> {
                    refuse(name, "must be " + values.stream().map(wire).collect(Collectors.joining(" or ")));
                    return absent;
                });
    }

    /** Texts without blanks at their ends. */
    List<String> texts(String name, int most, int longest) {
        if (isAbsent(name)) {
            return List.of();
        }
        var value = object.path(name);
        Predicate<JsonNode> isText = one -> one.isString()
                && isLongEnough(one.stringValue(), 1)
                && one.stringValue().codePointCount(0, one.stringValue().length()) <= longest;
        if (!value.isArray() || value.size() > most || !value.valueStream().allMatch(isText)) {
            refuse(
                    name,
                    "must be a list of at most %d texts of 1 to %d characters, none all blank"
                            .formatted(most, longest));
            return List.of();
        }
        return value.valueStream().map(one -> one.stringValue().strip()).toList();
    }

    void refuse(String name, String rule) {
        wrong.add(prefix + name + " " + rule);
    }

    /** Fails with one 400 for all that was wrong. */
    void check() {
        if (!wrong.isEmpty()) {
            throw Problem.badRequest("bad_request", String.join("; ", wrong) + ".");
        }
    }
}
