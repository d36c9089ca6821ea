package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.e2e.SeedFrontEnd.Bubble;
import io.parley.events.log.WireJson;
import io.parley.testkit.ModelReply;
import io.parley.testkit.ModelRequest;
import io.parley.testkit.chat.ChatClient;
import io.parley.testkit.chat.ChatResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The list under "Testing" of the original document, with the front end it was written for. */
@WithSuite
class AiRoomE2eIT {
    private static final String APOLOGY =
            "I'm sorry, I'm having trouble processing your request right now. Please try again later.";
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    private final RunningSuite suite;
    private final ScriptedSuite scripted;

    AiRoomE2eIT(RunningSuite suite, ScriptedSuite scripted) {
        this.suite = suite;
        this.scripted = scripted;
    }

    // 1. Test AI message sending and saving to database; 2. Test AI chat history retrieval

    @Test
    void showsTheSameChatAfterThePageIsLoadedAgain() {
        var user = user();
        var page = page(user);
        assertThat(page.open()).isEmpty();

        var answer = page.send(Paced.atOnce().asking("Hello, who are you?"));
        page.send(Paced.atOnce().asking("Und außerdem: 😀 <b>&amp;</b>"));

        assertThat(answer.senderId()).isEqualTo("ai-assistant");
        assertThat(page.chat()).hasSize(4);
        assertThat(page.chat()).extracting(bubble -> bubble.isMine(user)).containsExactly(true, false, true, false);
        assertThat(page.chat())
                .extracting(Bubble::timestamp)
                .allMatch(time -> time.matches(TIME))
                .isSorted();
        var before = page.chat();
        assertThat(page.open()).isEqualTo(before);
        assertThat(page(user).open()).as("on another device").isEqualTo(before);
    }

    @Test
    void answersWithTheFieldsOfTheDocument() {
        var user = user();
        var page = page(user);
        page.send(Paced.atOnce().asking("Hello"));

        var history = page.load("");

        assertThat(history.propertyNames()).containsExactlyInAnyOrder("success", "messages", "pagination");
        assertThat(history.path("pagination").propertyNames())
                .containsExactlyInAnyOrder("page", "limit", "total", "has_more");
        var types = history.path("messages").valueStream().toList();
        assertThat(types).allSatisfy(message -> {
            assertThat(message.propertyNames())
                    .contains("id", "sender_id", "content", "timestamp", "message_type", "created_at", "ai_model");
            assertThat(message.path("created_at")).isEqualTo(message.path("timestamp"));
        });
        assertThat(types)
                .extracting(message -> message.path("message_type").asString())
                .containsExactly("user", "ai");
        assertThat(types.getFirst().path("ai_model").isNull()).isTrue();
        assertThat(types.getLast().path("ai_model").asString()).isNotEmpty();
    }

    @Test
    void isTheSameConversationOnASocket() {
        var user = user();
        var page = page(user);
        var answer = page.send(Paced.atOnce().asking("Over HTTP"));
        var room = "ai_chat_" + user;

        var client = suite.visitor(user, "user");
        var inHistory = client.history(room).expecting(200).json().path("messages");
        assertThat(inHistory.valueStream().map(message -> message.path("id").asString()))
                .containsExactly(page.chat().getFirst().id(), answer.id());
        assertThat(client.get("/chat/user/" + user + "/conversations")
                        .json()
                        .path("count")
                        .asInt())
                .as("rooms are in no list")
                .isZero();
        assertThat(suite.visitor("agnes-" + UUID.randomUUID(), "agent")
                        .history(room)
                        .status())
                .isEqualTo(404);

        client.says(room, Paced.atOnce().asking("Without waiting"), "c-1").expecting(201);
        Awaitility.await().until(() -> page.open().size() == 4);
    }

    // 3. Test pagination for long conversations

    @Test
    void givesALongConversationInPages() {
        var user = user();
        var page = page(user);
        for (int i = 0; i < 9; i++) {
            page.send(Paced.atOnce().asking("Question " + i));
        }
        var all = page.open();
        assertThat(all).hasSize(18);

        var read = new ArrayList<Bubble>();
        JsonNode part;
        int number = 0;
        do {
            part = page.load("?page=%d&limit=4".formatted(++number));
            part.path("messages").forEach(message -> read.add(Bubble.of(message)));
            assertThat(part.at("/pagination/total").asInt()).isEqualTo(18);
            assertThat(part.at("/pagination/page").asInt()).isEqualTo(number);
            assertThat(part.at("/pagination/limit").asInt()).isEqualTo(4);
        } while (part.at("/pagination/has_more").booleanValue());

        assertThat(number).isEqualTo(5);
        assertThat(read).isEqualTo(all);
        assertThat(page.load("?page=6&limit=4").path("messages").isEmpty()).isTrue();
        for (var wrong : List.of("?page=0", "?limit=0", "?limit=201", "?page=first")) {
            assertThat(page.call("GET", "/api/chat/ai/history/" + user + wrong, null)
                            .statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    // 4. Test error handling for invalid API keys

    private static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("refuses the suite's key", ModelReply.status(401)),
                Arguments.of("breaks down", ModelReply.status(500)),
                Arguments.of("falls silent", ModelReply.says("I was about ").stalling()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void apologizesWhereTheProvider(String what, ModelReply fault) {
        var words = what + " " + UUID.randomUUID();
        scripted.model().whenAsked("What if it " + words, fault);
        var client = scripted.visitor();

        var sent = send(client, "What if it " + words).expecting(200).json();

        assertThat(sent.path("success").booleanValue()).isTrue();
        assertThat(sent.at("/ai_message/content").asString()).isEqualTo(APOLOGY);
        assertThat(sent.at("/ai_message/ai_model").asString()).isEqualTo("error");
        var saved = history(client);
        assertThat(saved)
                .extracting(message -> message.path("content").asString())
                .containsExactly("What if it " + words, APOLOGY);
        assertThat(saved.getLast().path("id")).isEqualTo(sent.at("/ai_message/id"));
        assertThat(client.history("ai_chat_" + client.userId())
                        .json()
                        .path("messages")
                        .valueStream()
                        .map(message -> message.path("content").asString()))
                .as("no other route has it")
                .containsExactly("What if it " + words);

        scripted.model().whenAsked("And now " + words, ModelReply.says("Fine."));
        send(client, "And now " + words).expecting(200);
        assertThat(scripted.model().awaitRequest("And now " + words).messages())
                .extracting(ModelRequest.Message::content)
                .as("no prompt has it")
                .noneMatch(text -> text.contains("I'm sorry"));
    }

    @Test
    void saysInTheWordsOfTheDocumentThatAKeyIsRefused() {
        var client = scripted.visitor();
        var key = "sk-" + UUID.randomUUID();
        var words = UUID.randomUUID().toString();
        scripted.model().refuses(key);
        client.put("/api/settings/api-key", Map.of("api_key", key)).expecting(200);

        assertThat(error(send(client, "With a bad key " + words).expecting(400).body()))
                .isEqualTo("Invalid API key. Please update your API key in settings.");

        assertThat(history(client)).as("no history has the question").isEmpty();
        client.delete("/api/settings/api-key").expecting(204);
        send(client, "Without it " + words).expecting(200);
        assertThat(scripted.model().awaitRequest("Without it " + words).messages())
                .extracting(ModelRequest.Message::content)
                .as("no prompt has it")
                .noneMatch(text -> text.contains("With a bad key"));
    }

    @Test
    void saysInTheWordsOfTheDocumentWhatIsWrong() {
        var user = user();
        var page = page(user);

        assertThatThrownBy(() -> page.send("")).hasMessage("400 Message is required");
        assertThatThrownBy(() -> page.send("   ")).hasMessage("400 Message is required");
        assertThat(error(page.call("POST", "/api/chat/ai/send", "{}").body())).isEqualTo("Message is required");
        assertThat(error(page.call("POST", "/api/chat/ai/send", "no json").body()))
                .isNotEmpty();
        var forOther = page.call("POST", "/api/chat/ai/send", "{\"message\":\"Hi\",\"user_id\":\"somebody\"}");
        assertThat(forOther.statusCode()).isEqualTo(403);
        assertThat(error(forOther.body())).isEqualTo("Unauthorized");
        var theirs = new SeedFrontEnd(suite.url(), "somebody", suite.tokens().token(user, "admin"));
        assertThatThrownBy(theirs::open).hasMessage("403 Unauthorized to access this chat history");
        assertThatThrownBy(theirs::clear).hasMessage("403 Unauthorized to clear this chat history");
        assertThatThrownBy(new SeedFrontEnd(suite.url(), user, null)::open).hasMessageStartingWith("401 ");
        assertThat(page.open()).isEmpty();
    }

    // 5. Test conversation context (AI should remember previous messages)

    @Test
    void remembersWhatWasSaidBefore() {
        var page = page(user());
        page.send("My name is Ada and I like typewriters.");

        var answer = page.send("What did I say before that?");

        assertThat(answer.content()).contains("My name is Ada and I like typewriters.");
    }

    @Test
    void asksTheModelAsTheDocumentDoes() {
        var words = UUID.randomUUID().toString();
        scripted.model().whenAsked(words, ModelReply.says("Yes."));
        var client = scripted.visitor();
        for (int i = 0; i < 12; i++) {
            send(client, "Number %d of %s".formatted(i, words)).expecting(200);
        }

        var request = scripted.model().awaitRequest("Number 11 of " + words);

        assertThat(request.json().path("temperature").asDouble()).isEqualTo(0.7);
        assertThat(request.json().toString()).containsPattern("\"max(_completion)?_tokens\":1000");
        var messages = request.messages();
        assertThat(messages.getFirst())
                .isEqualTo(new ModelRequest.Message(
                        "system", "You are Leta AI, a helpful personal assistant. Be friendly, concise, and helpful."));
        var said = messages.subList(1, messages.size());
        assertThat(said).as("the newest 20 of the room, the new one included").hasSize(20);
        assertThat(said.getLast().content()).isEqualTo("Number 11 of " + words);
        assertThat(said.getFirst()).isEqualTo(new ModelRequest.Message("assistant", "Yes."));
        assertThat(said.get(1).content()).isEqualTo("Number 2 of " + words);
    }

    // 4. of the document's implementation: clear AI chat history

    @Test
    void forgetsWhatIsCleared() {
        var words = UUID.randomUUID().toString();
        scripted.model().whenAsked(words, ModelReply.says("I will remember " + words));
        var client = scripted.visitor();
        send(client, "Remember one " + words).expecting(200);
        send(client, "Remember two " + words).expecting(200);

        var cleared = client.delete("/api/chat/ai/history/" + client.userId()).expecting(200);

        assertThat(cleared.body())
                .isEqualTo("{\"success\":true,\"message\":\"Cleared 4 messages\",\"deleted_count\":4}");
        assertThat(history(client)).isEmpty();
        assertThat(client.history("ai_chat_" + client.userId())
                        .json()
                        .path("count")
                        .asInt())
                .isZero();
        send(client, "What do you remember of " + words).expecting(200);
        assertThat(scripted.model()
                        .awaitRequest("What do you remember of " + words)
                        .messages())
                .extracting(ModelRequest.Message::role)
                .containsExactly("system", "user");
        assertThat(history(client)).hasSize(2);
        assertThat(client.delete("/api/chat/ai/history/" + client.userId())
                        .json()
                        .path("deleted_count")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void givesUpTheAnswerToWhatIsCleared() {
        var words = UUID.randomUUID().toString();
        scripted.model()
                .whenAsked("Go on and on " + words, ModelReply.saysWords(300).every(Duration.ofMillis(50)));
        var client = scripted.visitor();
        var waiting = CompletableFuture.supplyAsync(() -> send(client, "Go on and on " + words));
        var request = scripted.model().awaitRequest(words);

        client.delete("/api/chat/ai/history/" + client.userId()).expecting(200);

        assertThat(waiting.join().status()).isEqualTo(409);
        Awaitility.await().until(request::isCancelled);
        scripted.model().whenAsked("And anew " + words, ModelReply.says("Anew."));
        send(client, "And anew " + words).expecting(200);
        assertThat(history(client))
                .extracting(message -> message.path("content").asString())
                .containsExactly("And anew " + words, "Anew.");
    }

    // What the contract adds

    @Test
    void takesARepeatForTheSameMessage() {
        var client = suite.visitor();
        var body = Map.of("message", Paced.answer(300, 10, 10).asking("Once is enough"), "client_message_id", "c-1");

        var together = IntStream.range(0, 3)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> client.post("/api/chat/ai/send", body)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        var later = client.post("/api/chat/ai/send", body);

        assertThat(together).allMatch(answer -> answer.status() == 200);
        assertThat(together).extracting(answer -> answer.body()).containsOnly(later.body());
        assertThat(history(client)).hasSize(2);
    }

    @Test
    void leavesItToThePersonWhoHasTheFloor() {
        var client = suite.visitor();
        send(client, Paced.atOnce().asking("Hello")).expecting(200);
        client.escalate("ai_chat_" + client.userId(), "a person, please").expecting(201);

        var kept = send(client, "Is anybody there?");

        assertThat(kept.status()).isEqualTo(409);
        assertThat(kept.text("code")).isEqualTo("human_has_floor");
        assertThat(history(client)).hasSize(3);
    }

    private static ChatResponse send(ChatClient client, String message) {
        return client.post("/api/chat/ai/send", Map.of("message", message));
    }

    private static List<JsonNode> history(ChatClient client) {
        return client.get("/api/chat/ai/history/" + client.userId() + "?limit=200")
                .expecting(200)
                .json()
                .path("messages")
                .valueStream()
                .toList();
    }

    private static String error(String body) {
        return WireJson.mapper().readTree(body).path("error").asString();
    }

    private SeedFrontEnd page(String user) {
        return new SeedFrontEnd(suite.url(), user, suite.tokens().token(user, "user"));
    }

    private static String user() {
        return "ada-" + UUID.randomUUID();
    }
}
