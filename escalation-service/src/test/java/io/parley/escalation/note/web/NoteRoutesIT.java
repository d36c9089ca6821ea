package io.parley.escalation.note.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.escalation.AtTheDesk;
import io.parley.escalation.EscalationClient.Answer;
import io.parley.events.NoteAdded;
import io.parley.testkit.Callers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteRoutesIT extends AtTheDesk {

    @Test
    void takesANoteByTheNamesThatMovesAndMessagesHaveForIt() {
        var id = claimed();

        assertThat(add(id, AGNES, "{\"note\":\"One.\"}").text("text")).isEqualTo("One.");
        assertThat(add(id, AGNES, "{\"content\":\"Two.\"}").text("text")).isEqualTo("Two.");
    }

    @Test
    void addsNotesThatAreInTheLogAndListsThemOldestFirst() {
        var id = claimed();

        var first = add(id, AGNES, "{\"text\":\" Third lost parcel. \",\"color\":\"red\"}");
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.text("text")).isEqualTo(" Third lost parcel. ");
        assertThat(first.text("author_id")).isEqualTo("agnes");
        assertThat(first.text("created_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        var fact = (NoteAdded) facts(NoteAdded.class).getFirst();
        assertThat(fact.noteId()).hasToString(first.text("id"));
        assertThat(fact.escalationId()).hasToString(id);
        assertThat(fact.fence()).isEqualTo(2);

        var second = add(id, BERT, "{\"text\":\"" + "😀".repeat(4_000) + "\"}");
        assertThat(second.status()).isEqualTo(201);
        client.move(id, "resolve", AGNES, "{\"note\":\"Refunded.\"}");
        assertThat(add(id, ROOT, "{\"text\":\"Well done.\"}").status()).isEqualTo(201);

        var listed = list(id, BERT);
        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.json().path("count").asInt()).isEqualTo(4);
        assertThat(listed.json().path("notes").get(0)).isEqualTo(first.json());
        assertThat(listed.json().path("notes").get(1)).isEqualTo(second.json());
        assertThat(listed.json()
                        .path("notes")
                        .valueStream()
                        .map(note -> note.path("author_id").asString()))
                .containsExactly("agnes", "bert", "agnes", "root");
    }

    @Test
    void keepsTheNotesOfTwoEscalationsApart() {
        var first = claimed();
        add(first, AGNES, "{\"text\":\"one\"}");
        client.move(first, "resolve", AGNES);
        var second = raised();
        add(second, AGNES, "{\"text\":\"two\"}");

        assertThat(list(first, AGNES)
                        .json()
                        .path("notes")
                        .valueStream()
                        .map(note -> note.path("text").asString()))
                .containsExactly("one");
        assertThat(list(second, AGNES)
                        .json()
                        .path("notes")
                        .valueStream()
                        .map(note -> note.path("text").asString()))
                .containsExactly("two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"text\":null}",
                "{\"text\":\"\"}",
                "{\"text\":\" \\n \"}",
                "{\"text\":7}",
                "{\"text\":[\"x\"]}",
                "{\"text\":\"\\udc00 half\"}"
            })
    void refusesBadNotes(String body) {
        var answer = add(claimed(), AGNES, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("bad_request");
        assertThat(facts(NoteAdded.class)).isEmpty();
    }

    @Test
    void refusesLongNotes() {
        assertThat(add(claimed(), AGNES, "{\"text\":\"" + "😀".repeat(4_001) + "\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void showsNoVisitorANote() {
        var id = claimed();
        add(id, AGNES, "{\"text\":\"a secret word\"}");
        client.move(id, "resolve", AGNES, "{\"note\":\"a secret word\"}");

        var notOne = List.of(
                list(id, ANN),
                list(id, BOB),
                add(id, ANN, "{\"text\":\"mine\"}"),
                client.escalations(key.conversation(), ANN),
                client.escalate(key.conversation(), ANN, null));
        assertThat(notOne).extracting(Answer::status).containsExactly(403, 403, 403, 200, 201);
        assertThat(notOne).noneMatch(answer -> answer.text().contains("secret"));
        assertThat(notOne.getFirst().text("code")).isEqualTo("forbidden");
    }

    @Test
    void showsAnAgentNoNotesAboutItself() {
        var id = claimed();
        add(id, AGNES, "{\"text\":\"a secret word\"}");
        var annIsAnAgentToo = Callers.bearer("ann", "agent");

        assertThat(list(id, annIsAnAgentToo).status()).isEqualTo(403);
        assertThat(add(id, annIsAnAgentToo, "{\"text\":\"mine\"}").status()).isEqualTo(403);
    }

    @Test
    void knowsNoNotesOfOthers() {
        var id = claimed();
        var unknown = list(UUID.randomUUID().toString(), AGNES);

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(list(id, STRANGER)).isEqualTo(unknown);
        assertThat(add(id, STRANGER, "{\"text\":\"x\"}")).isEqualTo(unknown);
        assertThat(list("nonsense", AGNES)).isEqualTo(unknown);
    }

    private Answer add(String escalation, String bearer, String body) {
        return client.move(escalation, "notes", bearer, body);
    }

    private Answer list(String escalation, String bearer) {
        return client.get("/agent/escalations/" + escalation + "/notes", bearer);
    }
}
