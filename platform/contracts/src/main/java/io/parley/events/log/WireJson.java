package io.parley.events.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * JSON as the whole suite writes it: names in snake_case, absent instead of null, times in UTC with milliseconds,
 * unknown fields and types passed over.
 */
public final class WireJson {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final JsonMapper MAPPER = settings(JsonMapper.builder()).build();

    private WireJson() {}

    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** Applies the suite's settings to a mapper that somebody else builds. */
    public static JsonMapper.Builder settings(JsonMapper.Builder builder) {
        return builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .changeDefaultPropertyInclusion(
                        _ -> JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
                .addModule(new SimpleModule("parley-times").addSerializer(Instant.class, new MillisSerializer()));
    }

    /** A time as every client sees it, {@code 2026-11-20T10:30:00.123Z}: three digits, also where they are zeros. */
    public static String format(Instant time) {
        return MILLIS.format(time);
    }

    private static final class MillisSerializer extends StdSerializer<Instant> {

        MillisSerializer() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializationContext context) {
            out.writeString(format(value));
        }
    }
}
