package io.parley.escalation.rating.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.escalation.AtTheDesk;
import io.parley.escalation.EscalationClient.Answer;
import io.parley.events.ConversationKind;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class RatingRoutesIT extends AtTheDesk {

    @Test
    void keepsOneRatingThatCanBeChanged() {
        start(ConversationKind.SESSION);

        var first = rate(ANN, "{\"score\":2,\"comment\":\"slow\",\"x\":1}");
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.text("conversation_id")).isEqualTo(key.conversation());
        assertThat(first.json().path("score").asInt()).isEqualTo(2);
        assertThat(first.text("comment")).isEqualTo("slow");
        assertThat(first.text("created_at")).isNotEmpty();

        var second = rate(ANN, "{\"score\":5}");
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().path("score").asInt()).isEqualTo(5);
        assertThat(second.json().has("comment")).isFalse();
        assertThat(second.text("created_at")).isEqualTo(first.text("created_at"));
    }

    @Test
    void isShownToAgentsWithTheEscalationItIsAbout() {
        var id = claimed();
        client.move(id, "resolve", AGNES);
        rate(ANN, "{\"score\":4,\"comment\":\"" + "😀".repeat(1_000) + "\"}");
        raised();

        var forAgents = client.escalations(key.conversation(), AGNES).json().path("escalations");
        assertThat(forAgents.get(0).has("rating")).isFalse();
        assertThat(forAgents.get(1).path("escalation_id").asString()).isEqualTo(id);
        assertThat(forAgents.get(1).path("rating").path("score").asInt()).isEqualTo(4);
        assertThat(forAgents.get(1).path("rating").path("comment").asString()).startsWith("😀");
        assertThat(client.escalations(key.conversation(), ANN).text()).doesNotContain("rating");
    }

    @Test
    void keepsOneOfManyFirstRatings() {
        start(ConversationKind.SESSION);

        var answers = Objects.requireNonNull(Flux.range(0, 10)
                .flatMap(
                        i -> Mono.fromCallable(() -> rate(ANN, "{\"score\":" + (1 + i % 5) + "}"))
                                .subscribeOn(Schedulers.boundedElastic()),
                        10)
                .map(Answer::status)
                .collectList()
                .block(LIMIT));

        assertThat(answers).filteredOn(status -> status == 201).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 200).hasSize(9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"score\":null}",
                "{\"score\":0}",
                "{\"score\":6}",
                "{\"score\":4.5}",
                "{\"score\":\"5\"}",
                "{\"score\":1e99}",
                "{\"score\":3,\"comment\":7}",
                "{\"score\":3,\"comment\":\"\\ud800\"}"
            })
    void refusesBadRatings(String body) {
        start(ConversationKind.SESSION);
        var answer = rate(ANN, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("bad_request");
    }

    @Test
    void refusesLongComments() {
        start(ConversationKind.SESSION);

        assertThat(rate(ANN, "{\"score\":3,\"comment\":\"" + "😀".repeat(1_001) + "\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void isTheVisitorsAlone() {
        start(ConversationKind.PEOPLE);

        assertThat(List.of(rate(AGNES, "{\"score\":5}"), rate(ROOT, "{\"score\":5}"), rate(BOB, "{\"score\":5}")))
                .extracting(Answer::status)
                .containsExactly(403, 403, 404);
        assertThat(rate(STRANGER, "{\"score\":5}").status()).isEqualTo(404);
    }

    private Answer rate(String bearer, String body) {
        return client.post("/chat/" + key.conversation() + "/rating", bearer, body);
    }
}
