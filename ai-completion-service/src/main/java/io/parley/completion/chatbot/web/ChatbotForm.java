package io.parley.completion.chatbot.web;

import io.parley.completion.chatbot.Budgets;
import io.parley.completion.chatbot.ChatbotIds;
import io.parley.completion.chatbot.ChatbotProfile;
import io.parley.completion.chatbot.Handoff;
import io.parley.completion.chatbot.KeyChange;
import io.parley.completion.chatbot.ModelProvider;
import io.parley.completion.chatbot.RetrievalSettings;
import io.parley.events.WhileAnswering;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A chatbot as an admin sends it, checked: the fields of section 6 of the client contract. What is left out has its
 * default; unknown fields are passed over, so that what was read can be sent back.
 *
 * @param hasId whether the id was chosen, and not made of the name
 * @param version the one that was read before, where it was sent back
 */
record ChatbotForm(
        ChatbotProfile profile,
        KeyChange key,
        boolean hasId,
        @Nullable Integer version) {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_GREETING = 1_000;
    private static final int LONGEST_PERSONA = 20_000;
    private static final int LONGEST_MODEL = 200;
    private static final int LONGEST_URL = 2_000;
    private static final int LONGEST_KEY = 512;
    private static final int MOST_WORDS = 100;
    private static final int LONGEST_WORD = 100;
    private static final double HOTTEST = 2;
    private static final double TEMPERATURE = 0.7;
    private static final int MOST_TOKENS = 100_000;
    private static final int TOKENS = 1_000;
    private static final int MOST_FAILURES = 100;
    private static final long LARGEST_BUDGET = 1_000_000_000_000L;

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern SLASHES = Pattern.compile("/+$");

    /**
     * Reads a body; fails with one 400 that names everything that is wrong.
     *
     * @param inPath the id of the chatbot that is changed; null where one is made
     * @param persona of a chatbot that has none of its own
     */
    static ChatbotForm read(JsonNode body, String tenant, @Nullable String inPath, String persona) {
        var fields = Fields.of(body);
        var name = fields.required("name", LONGEST_NAME);
        var id = inPath == null ? id(fields, name) : sameId(fields, inPath);
        var model = fields.text("model", 1, LONGEST_MODEL);
        var fallback = fields.text("fallback_model", 1, LONGEST_MODEL);
        if (fallback != null && fallback.equals(model)) {
            fields.refuse("fallback_model", "must be another model than model");
        }
        var profile = new ChatbotProfile(
                tenant,
                id,
                name,
                fields.text("greeting", 0, LONGEST_GREETING, "Hello! I'm %s. How can I help you?".formatted(name)),
                fields.text("persona", 0, LONGEST_PERSONA, persona),
                model,
                fields.number("temperature", 0, HOTTEST, TEMPERATURE),
                fields.whole("max_tokens", 1, MOST_TOKENS, TOKENS),
                fields.choice(
                        "while_answering",
                        List.of(WhileAnswering.values()),
                        one -> one.name().toLowerCase(Locale.ROOT),
                        WhileAnswering.ENQUEUE),
                handoff(fields.object("handoff")),
                retrieval(fields.object("retrieval")),
                fields.choice("provider", List.of(ModelProvider.values()), ModelProvider::wire, ModelProvider.OPENAI),
                baseUrl(fields),
                fallback,
                budgets(fields.object("budgets")));
        var key = key(fields);
        var version = fields.whole("version", 1L, Integer.MAX_VALUE);
        fields.check();
        return new ChatbotForm(profile, key, !fields.isAbsent("id"), version == null ? null : version.intValue());
    }

    private static String id(Fields fields, String name) {
        if (fields.isAbsent("id")) {
            var slug = ChatbotIds.slug(name);
            if (slug.isEmpty() && !name.isEmpty()) {
                fields.refuse("id", "is needed: none can be made of this name");
            }
            return slug;
        }
        var value = fields.get("id");
        var id = value.isString() ? value.stringValue() : "";
        if (!ChatbotIds.isValid(id)) {
            fields.refuse("id", "must be 1 to 128 characters of A-Z a-z 0-9 . _ - and not dots alone");
        }
        return id;
    }

    private static String sameId(Fields fields, String inPath) {
        if (!fields.isAbsent("id") && !inPath.equals(fields.get("id").asString(""))) {
            fields.refuse("id", "must be the one in the path");
        }
        return inPath;
    }

    private static @Nullable String baseUrl(Fields fields) {
        var url = fields.text("base_url", 1, LONGEST_URL);
        return url == null ? null : SLASHES.matcher(url).replaceFirst("");
    }

    private static Handoff handoff(Fields fields) {
        return new Handoff(
                fields.texts("words", MOST_WORDS, LONGEST_WORD),
                fields.flag("tool", false),
                fields.whole("after_failures", 0, MOST_FAILURES, 0),
                fields.flag("when_nothing_found", false));
    }

    private static RetrievalSettings retrieval(Fields fields) {
        var absent = RetrievalSettings.DEFAULT;
        return new RetrievalSettings(
                fields.flag("enabled", absent.enabled()),
                fields.whole("top_k", 1, RetrievalSettings.MOST_PASSAGES, absent.topK()),
                fields.number("min_score", 0, 1, absent.minScore()),
                fields.text("embedding_model", 1, LONGEST_MODEL));
    }

    private static Budgets budgets(Fields fields) {
        return new Budgets(
                fields.whole("user_tokens_per_day", 1L, LARGEST_BUDGET),
                fields.whole("user_tokens_per_month", 1L, LARGEST_BUDGET),
                fields.whole("chatbot_tokens_per_day", 1L, LARGEST_BUDGET),
                fields.whole("chatbot_tokens_per_month", 1L, LARGEST_BUDGET));
    }

    /** Left out, or as it was shown: it stays. Null or empty: it goes. */
    private static KeyChange key(Fields fields) {
        var value = fields.get("api_key");
        if (!fields.has("api_key") || (value.isObject() && value.has("configured"))) {
            return new KeyChange.Keep();
        }
        if (value.isNull() || (value.isString() && value.stringValue().isBlank())) {
            return new KeyChange.Remove();
        }
        var key = value.isString() ? value.stringValue().strip() : "";
        if (key.length() > LONGEST_KEY || !KEY.matcher(key).matches()) {
            fields.refuse("api_key", "must be 1 to %d printable ASCII characters".formatted(LONGEST_KEY));
        }
        return new KeyChange.Put(key);
    }
}
