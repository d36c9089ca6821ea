package io.parley.completion.chatbot.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.parley.completion.chatbot.Budgets;
import io.parley.completion.chatbot.Handoff;
import io.parley.completion.chatbot.KeyChange;
import io.parley.completion.chatbot.ModelProvider;
import io.parley.completion.chatbot.RetrievalSettings;
import io.parley.events.WhileAnswering;
import io.parley.events.log.WireJson;
import io.parley.platform.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatbotFormTests {

    private static final String PERSONA = "You are {{chatbot_name}}.";

    @Test
    void hasADefaultForAllButTheName() {
        var form = read("{\"name\":\" Shop Help \"}");

        var profile = form.profile();
        assertThat(profile.tenant()).isEqualTo("shop");
        assertThat(profile.id()).isEqualTo("shop-help");
        assertThat(profile.name()).isEqualTo("Shop Help");
        assertThat(profile.greeting()).isEqualTo("Hello! I'm Shop Help. How can I help you?");
        assertThat(profile.persona()).isEqualTo(PERSONA);
        assertThat(profile.model()).isNull();
        assertThat(profile.fallbackModel()).isNull();
        assertThat(profile.baseUrl()).isNull();
        assertThat(profile.temperature()).isEqualTo(0.7);
        assertThat(profile.maxTokens()).isEqualTo(1000);
        assertThat(profile.provider()).isEqualTo(ModelProvider.OPENAI);
        assertThat(profile.whileAnswering()).isEqualTo(WhileAnswering.ENQUEUE);
        assertThat(profile.handoff()).isEqualTo(Handoff.NEVER);
        assertThat(profile.retrieval()).isEqualTo(RetrievalSettings.DEFAULT);
        assertThat(profile.budgets()).isEqualTo(Budgets.NONE);
        assertThat(form.key()).isEqualTo(new KeyChange.Keep());
        assertThat(form.hasId()).isFalse();
        assertThat(form.version()).isNull();
    }

    @Test
    void readsEveryField() {
        var form = read("""
                {"id":"Shop.1","name":"Shop","persona":"Be kind.","greeting":"","model":"big","temperature":2,
                "max_tokens":1,"provider":"assistants","base_url":"https://models.example.com/v1/","api_key":" sk-1 ",
                "fallback_model":"small","handoff":{"words":[" a person "],"tool":true,"after_failures":3},
                "while_answering":"interrupt","retrieval":{"enabled":false,"top_k":20,"min_score":0.5},
                "budgets":{"user_tokens_per_day":1,"user_tokens_per_month":2,"chatbot_tokens_per_day":3,
                "chatbot_tokens_per_month":4},"version":7,"created_at":"2026-11-20T10:00:00.000Z","unknown":[]}""");

        var profile = form.profile();
        assertThat(profile.id()).isEqualTo("Shop.1");
        assertThat(profile.persona()).isEqualTo("Be kind.");
        assertThat(profile.greeting()).isEmpty();
        assertThat(profile.model()).isEqualTo("big");
        assertThat(profile.temperature()).isEqualTo(2);
        assertThat(profile.maxTokens()).isEqualTo(1);
        assertThat(profile.provider()).isEqualTo(ModelProvider.ASSISTANTS);
        assertThat(profile.baseUrl()).isEqualTo("https://models.example.com/v1");
        assertThat(profile.fallbackModel()).isEqualTo("small");
        assertThat(profile.handoff()).isEqualTo(new Handoff(List.of("a person"), true, 3));
        assertThat(profile.whileAnswering()).isEqualTo(WhileAnswering.INTERRUPT);
        assertThat(profile.retrieval()).isEqualTo(new RetrievalSettings(false, 20, 0.5));
        assertThat(profile.budgets()).isEqualTo(new Budgets(1L, 2L, 3L, 4L));
        assertThat(form.key()).isEqualTo(new KeyChange.Put("sk-1"));
        assertThat(form.key().toString()).doesNotContain("sk-1");
        assertThat(form.hasId()).isTrue();
        assertThat(form.version()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name is needed",
                "{\"name\":null} | name is needed",
                "{\"name\":7} | name must be a text",
                "{\"name\":\"  \"} | name must be a text of 1 to 100 characters, not all blank",
                "{\"name\":\"日本\"} | id is needed: none can be made of this name",
                "{\"name\":\"a\",\"id\":\"a b\"} | id must be 1 to 128 characters",
                "{\"name\":\"a\",\"id\":\"..\"} | id must be 1 to 128 characters",
                "{\"name\":\"a\",\"id\":5} | id must be 1 to 128 characters",
                "{\"name\":\"a\",\"persona\":[]} | persona must be a text",
                "{\"name\":\"a\",\"greeting\":true} | greeting must be a text",
                "{\"name\":\"a\",\"model\":\"\"} | model must be a text of 1 to 200 characters",
                "{\"name\":\"a\",\"temperature\":-0.1} | temperature must be a number from 0 to 2",
                "{\"name\":\"a\",\"temperature\":2.1} | temperature must be a number from 0 to 2",
                "{\"name\":\"a\",\"temperature\":\"1\"} | temperature must be a number from 0 to 2",
                "{\"name\":\"a\",\"max_tokens\":0} | max_tokens must be a whole number from 1 to 100000",
                "{\"name\":\"a\",\"max_tokens\":100001} | max_tokens must be a whole number",
                "{\"name\":\"a\",\"max_tokens\":1.5} | max_tokens must be a whole number",
                "{\"name\":\"a\",\"max_tokens\":99999999999999999999} | max_tokens must be a whole number",
                "{\"name\":\"a\",\"provider\":\"azure\"} | provider must be openai or assistants",
                "{\"name\":\"a\",\"base_url\":7} | base_url must be a text",
                "{\"name\":\"a\",\"api_key\":7} | api_key must be 1 to 512 printable ASCII characters",
                "{\"name\":\"a\",\"api_key\":\"sk äö\"} | api_key must be 1 to 512 printable ASCII characters",
                "{\"name\":\"a\",\"model\":\"m\",\"fallback_model\":\"m\"} | fallback_model must be another model",
                "{\"name\":\"a\",\"handoff\":[]} | handoff must be an object",
                "{\"name\":\"a\",\"handoff\":{\"words\":\"x\"}} | handoff.words must be a list",
                "{\"name\":\"a\",\"handoff\":{\"words\":[\" \"]}} | handoff.words must be a list",
                "{\"name\":\"a\",\"handoff\":{\"words\":[1]}} | handoff.words must be a list",
                "{\"name\":\"a\",\"handoff\":{\"tool\":\"yes\"}} | handoff.tool must be true or false",
                "{\"name\":\"a\",\"handoff\":{\"after_failures\":-1}} | handoff.after_failures must be a whole number",
                "{\"name\":\"a\",\"while_answering\":\"wait\"} | while_answering must be enqueue or interrupt or reject",
                "{\"name\":\"a\",\"retrieval\":7} | retrieval must be an object",
                "{\"name\":\"a\",\"retrieval\":{\"enabled\":1}} | retrieval.enabled must be true or false",
                "{\"name\":\"a\",\"retrieval\":{\"top_k\":0}} | retrieval.top_k must be a whole number from 1 to 20",
                "{\"name\":\"a\",\"retrieval\":{\"min_score\":1.1}} | retrieval.min_score must be a number from 0 to 1",
                "{\"name\":\"a\",\"budgets\":\"none\"} | budgets must be an object",
                "{\"name\":\"a\",\"budgets\":{\"user_tokens_per_day\":0}} | budgets.user_tokens_per_day must be a whole",
                "{\"name\":\"a\",\"budgets\":{\"chatbot_tokens_per_month\":-5}} | budgets.chatbot_tokens_per_month must",
                "{\"name\":\"a\",\"version\":\"x\"} | version must be a whole number",
                "[] | The body must be a JSON object",
                "\"a\" | The body must be a JSON object"
            })
    void saysWhatIsWrong(String body, String rule) {
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> read(body)).satisfies(problem -> {
            assertThat(problem.status().value()).isEqualTo(400);
            assertThat(problem.detail()).contains(rule);
        });
    }

    @Test
    void saysAllThatIsWrongAtOnceAndQuotesNothing() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read("{\"temperature\":9,\"api_key\":\"sk canary\",\"retrieval\":{\"top_k\":0}}"))
                .satisfies(problem -> assertThat(problem.detail())
                        .contains("name is needed", "temperature must", "api_key must", "retrieval.top_k must")
                        .doesNotContain("canary"));
    }

    @Test
    void countsCharactersAndNotUnits() {
        assertThat(read("{\"name\":\"a\",\"greeting\":\"%s\"}".formatted("😀".repeat(1_000)))
                        .profile()
                        .greeting())
                .hasSize(2_000);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read("{\"name\":\"a\",\"greeting\":\"%s\"}".formatted("😀".repeat(1_001))));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read("{\"name\":\"a\",\"persona\":\"%s\"}".formatted("x".repeat(20_001))));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read("{\"name\":\"a\",\"api_key\":\"%s\"}".formatted("x".repeat(513))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"  \""})
    void removesAKeyThatIsEmpty(String key) {
        assertThat(read("{\"name\":\"a\",\"api_key\":%s}".formatted(key)).key()).isEqualTo(new KeyChange.Remove());
    }

    @Test
    void keepsAKeyThatIsSentBackAsItWasShown() {
        assertThat(read("{\"name\":\"a\",\"api_key\":{\"configured\":true,\"last4\":\"abcd\"}}")
                        .key())
                .isEqualTo(new KeyChange.Keep());
    }

    @Test
    void takesTheIdOfThePath() {
        assertThat(read("{\"name\":\"Other\"}", "shop").profile().id()).isEqualTo("shop");
        assertThat(read("{\"name\":\"Other\",\"id\":\"shop\"}", "shop")
                        .profile()
                        .id())
                .isEqualTo("shop");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> read("{\"name\":\"Other\",\"id\":\"other\"}", "shop"))
                .satisfies(problem -> assertThat(problem.detail()).contains("id must be the one in the path"));
    }

    private static ChatbotForm read(String body) {
        return read(body, null);
    }

    private static ChatbotForm read(String body, @Nullable String inPath) {
        return ChatbotForm.read(WireJson.mapper().readTree(body), "shop", inPath, PERSONA);
    }
}
