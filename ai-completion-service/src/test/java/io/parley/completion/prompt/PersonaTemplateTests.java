package io.parley.completion.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonaTemplateTests {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-20");

    @ParameterizedTest
    @CsvSource({
        "You are {{chatbot_name}}.,You are Ada $1.",
        "{{ chatbot_name }} on {{date}}.,Ada $1 on 2026-11-20.",
        "{{chatbot_name}}{{chatbot_name}},Ada $1Ada $1",
        "Write {{user}} and {chatbot_name}.,Write {{user}} and {chatbot_name}.",
        "Nothing.,Nothing."
    })
    void fillsInWhatItKnowsAndLeavesTheRest(String persona, String filled) {
        assertThat(PersonaTemplate.fill(persona, "Ada $1", TODAY)).isEqualTo(filled);
    }

    @Test
    void fillsNothingIntoWhatWasFilledIn() {
        assertThat(PersonaTemplate.fill("{{chatbot_name}}", "{{date}}", TODAY)).isEqualTo("{{date}}");
    }
}
