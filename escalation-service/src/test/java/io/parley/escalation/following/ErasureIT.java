package io.parley.escalation.following;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.escalation.AtTheDesk;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.HistoryCleared;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.bson.Document;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What is left of a conversation that its owner erased. */
class ErasureIT extends AtTheDesk {

    private static final String SECRET = "a secret word";

    @Autowired
    private ReactiveMongoTemplate mongo;

    @Test
    void leavesNothingButTheFence() {
        var first = filled();
        var second = raisedWith(SECRET);
        assertThat(contains(SECRET)).isTrue();

        erase();

        assertThat(client.get("/agent/queue?limit=200", AGNES).text()).doesNotContain(second);
        assertThat(client.move(second, "claim", AGNES).status()).isEqualTo(404);
        assertThat(client.escalations(key.conversation(), ANN).status()).isEqualTo(404);
        assertThat(client.escalate(key.conversation(), ANN, null).status()).isEqualTo(404);
        for (var id : List.of(first, second)) {
            for (var move : List.of("claim", "return", "hand-back", "resolve")) {
                assertThat(client.move(id, move, AGNES).status()).isEqualTo(404);
            }
            assertThat(client.get("/agent/escalations/" + id + "/notes", AGNES).status())
                    .isEqualTo(404);
        }
        assertThat(contains(SECRET)).isFalse();
        assertThat(contains(first)).isFalse();
        assertThat(contains(second)).isFalse();
        assertThat(documents("floors"))
                .singleElement()
                .satisfies(floor -> assertThat(floor.getLong("fence")).isGreaterThan(4));
    }

    @Test
    void startsAnewAboveTheFence() {
        filled();
        erase();
        log.append(key, new ConversationStarted("ann", ConversationKind.SESSION, "leta"));

        var id = raised();

        var facts = facts(EscalationRaised.class);
        assertThat(facts).hasSize(2);
        assertThat(((EscalationRaised) facts.getLast()).fence()).isGreaterThan(4);
        assertThat(client.move(id, "claim", AGNES).status()).isEqualTo(200);
        assertThat(client.escalations(key.conversation(), ANN)
                        .json()
                        .path("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(client.escalations(key.conversation(), AGNES).text()).doesNotContain("rating");
        assertThat(client.get("/agent/escalations/" + id + "/notes", AGNES)
                        .json()
                        .path("count")
                        .asInt(-1))
                .isZero();
    }

    @Test
    void takesAwayWhatAnAgentHas() {
        var id = claimed();
        assertThat(client.get("/agent/conversations", AGNES).text()).contains(id);

        erase();

        assertThat(client.get("/agent/conversations", AGNES).text()).doesNotContain(id);
    }

    /** Whatever is done at the same instant, nothing of it is left, and nothing waits for ever. */
    @RepeatedTest(15)
    void leavesNothingOfWhatMeetsIt() {
        var id = filled();
        var second = raisedWith(SECRET);
        var text = "{\"text\":\"" + SECRET + "\",\"note\":\"" + SECRET + "\"}";
        var calls = List.<Callable<Integer>>of(
                () -> client.move(second, "claim", AGNES).status(),
                () -> client.move(second, "claim", BERT).status(),
                () -> client.move(second, "notes", AGNES, text).status(),
                () -> client.move(id, "notes", BERT, text).status(),
                () -> client.move(second, "resolve", ROOT, text).status(),
                () -> client.post(
                                "/chat/" + key.conversation() + "/rating",
                                ANN,
                                "{\"score\":2,\"comment\":\"" + SECRET + "\"}")
                        .status(),
                () -> client.escalate(key.conversation(), ANN, "{\"reason\":\"" + SECRET + "\"}")
                        .status(),
                () -> {
                    erase();
                    return 204;
                });

        var statuses = Objects.requireNonNull(Flux.fromIterable(calls)
                .flatMap(call -> Mono.fromCallable(call).subscribeOn(Schedulers.boundedElastic()), calls.size())
                .collectList()
                .block(LIMIT));

        assertThat(statuses).allMatch(status -> List.of(200, 201, 204, 404, 409).contains(status));
        assertThat(client.escalations(key.conversation(), ANN).status()).isEqualTo(404);
        assertThat(contains(SECRET)).isFalse();
        assertThat(documents("assignments")).isEmpty();
        assertThat(documents("queue")).noneMatch(entry -> entry.getBoolean("waiting"));
        assertThat(documents("floors")).singleElement().matches(floor -> floor.get("escalation") == null);
    }

    @Test
    void keepsEverythingWhereOnlyTheHistoryIsCleared() {
        var id = filled();
        log.append(key, new HistoryCleared("ann", false, 4));

        assertThat(client.get("/agent/escalations/" + id + "/notes", AGNES)
                        .json()
                        .path("count")
                        .asInt())
                .isEqualTo(2);
        assertThat(client.escalations(key.conversation(), ANN).text()).contains(SECRET);
    }

    /** One escalation that was resolved, with notes and a rating. */
    private String filled() {
        start(ConversationKind.SESSION);
        var id = raisedWith(SECRET);
        client.move(id, "claim", AGNES);
        client.move(id, "notes", AGNES, "{\"text\":\"" + SECRET + "\"}");
        client.move(id, "resolve", AGNES, "{\"note\":\"" + SECRET + "\"}");
        client.post("/chat/" + key.conversation() + "/rating", ANN, "{\"score\":1,\"comment\":\"" + SECRET + "\"}");
        return id;
    }

    private String raisedWith(String reason) {
        return client.escalate(
                        key.conversation(),
                        ANN,
                        "{\"reason\":\"" + reason + "\",\"metadata\":{\"m\":\"" + reason + "\"}}")
                .text("escalation_id");
    }

    private void erase() {
        log.append(key, new HistoryCleared("ann", true, 4));
    }

    /** Whether any document of this conversation says it. */
    private boolean contains(String text) {
        return Flux.just(
                                "floors",
                                "escalations",
                                "escalation_places",
                                "queue",
                                "assignments",
                                "notes",
                                "ratings",
                                "outbox",
                                "conversations")
                        .concatMap(collection -> Flux.fromIterable(documents(collection)))
                        .filter(document -> document.toJson().contains(text))
                        .hasElements()
                        .block(LIMIT)
                == Boolean.TRUE;
    }

    private List<Document> documents(String collection) {
        return Objects.requireNonNull(mongo.find(new Query(), Document.class, collection)
                .filter(document -> key.conversation().equals(document.getString("conversation")))
                .collectList()
                .block(LIMIT));
    }
}
