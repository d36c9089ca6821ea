package io.parley.events.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.parley.events.AgentAssigned;
import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerFailed;
import io.parley.events.AnswerRequested;
import io.parley.events.Chatbot;
import io.parley.events.Citation;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationCancelled;
import io.parley.events.EscalationRaised;
import io.parley.events.EscalationResolved;
import io.parley.events.EscalationReturned;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.HandedBack;
import io.parley.events.HistoryCleared;
import io.parley.events.HumanRequested;
import io.parley.events.MessageDeleted;
import io.parley.events.MessageEdited;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.MessageRejected;
import io.parley.events.MessagesRead;
import io.parley.events.NoteAdded;
import io.parley.events.ReactionSet;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.TokenUsage;
import io.parley.events.WhileAnswering;
import io.parley.events.live.AnswerChunk;
import io.parley.events.live.AnswerStarted;
import io.parley.events.live.LiveSignal;
import io.parley.events.live.Presence;
import io.parley.events.live.QueuePosition;
import io.parley.events.live.SessionEnded;
import io.parley.events.live.StopRequested;
import io.parley.events.live.Typing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.node.ObjectNode;

/** Holds the Java types and {@code docs/contracts/examples} together, both ways. */
class ContractExamplesTests {

    private static final Path EXAMPLES = Path.of("../../docs/contracts/examples");

    private static final Sender ANN = new Sender("ann", SenderType.USER, "Ann");
    private static final Sender BEA = new Sender("bea", SenderType.AGENT, "Bea");
    private static final UUID ESCALATION = UUID.fromString("7c1b0a54-9a0c-4d1e-8b0e-3b5f4f1d2a60");
    private static final ConversationKey CONVERSATION =
            new ConversationKey("default", "0d9f6b52-6f5e-4d0a-8a53-5a1f0c2b7e41");
    private static final MessageId QUESTION = MessageId.of(CONVERSATION, "ann", "tab1-1");
    private static final MessageId NEXT_QUESTION = MessageId.of(CONVERSATION, "ann", "tab1-2");
    private static final String LOST = "The parcel is not here";

    static final List<ConversationFact> FACTS = List.of(
            new ConversationStarted("ann", ConversationKind.SESSION, "leta"),
            new MessagePosted(
                    QUESTION,
                    ANN,
                    "Where is my parcel? I ordered on Monday 📦",
                    Map.of("page", "/orders/4711", "locale", "en"),
                    "tab1-1",
                    "leta"),
            new MessageEdited(QUESTION, "ann", "Where is my parcel? I ordered on Sunday 📦"),
            new MessageDeleted(QUESTION, "ann"),
            new ReactionSet(QUESTION.answer(0), "ann", "up"),
            new MessagesRead("ann", 124),
            new HumanRequested(ANN, LOST, Map.of("order", "4711")),
            new AnswerRequested(QUESTION, 1, "ann", "leta"),
            new HistoryCleared("ann", true, 4),
            new MessageRejected(131, "17 bytes are no ConversationFact (StreamReadException)"),
            new AnswerCompleted(
                    QUESTION.answer(0),
                    QUESTION,
                    0,
                    1,
                    0,
                    "leta",
                    "Your parcel left our warehouse on Tuesday and arrives tomorrow.",
                    FinishReason.STOP,
                    List.of(new Citation(
                            "doc-shipping",
                            "Shipping and delivery",
                            3,
                            "Parcels arrive two working days after they leave the warehouse.",
                            0.83)),
                    new TokenUsage(312, 14, 326),
                    "gpt-4o-mini-2024-07-18"),
            new AnswerFailed(
                    NEXT_QUESTION.answer(0), NEXT_QUESTION, 0, 2, 0, "leta", FailureCode.PROVIDER_RATE_LIMITED),
            new EscalationRaised(ESCALATION, 1, LOST, ANN, Map.of("order", "4711")),
            new AgentAssigned(ESCALATION, 2, LOST, BEA),
            new EscalationReturned(ESCALATION, 3, "Needs somebody from shipping", BEA),
            new HandedBack(ESCALATION, 4, "The rest is small talk", BEA),
            new EscalationResolved(ESCALATION, 4, "A new parcel is on its way", BEA),
            new EscalationCancelled(ESCALATION, 2, "It has just arrived", ANN),
            new NoteAdded(
                    ESCALATION,
                    2,
                    UUID.fromString("2f6a1a6c-54b7-4f0a-9d19-0c7d7f6f5e0b"),
                    BEA,
                    "Third lost parcel in this street."));

    static final List<LiveSignal> SIGNALS = List.of(
            new AnswerStarted(QUESTION.answer(1), QUESTION, 120, 1, 0, QUESTION.answer(0)),
            new AnswerChunk(QUESTION.answer(0), 1, 11, " left our warehouse"),
            new StopRequested("ann", MessageId.parse("26f51f3c-150c-5c01-b5f4-1691a784f748")),
            new Typing(ANN, "3f1c2b7e-41d0-4a53-8a0d-0d9f6b526f5e"),
            new Presence(BEA, true, "chat-session-0"),
            new QueuePosition(2),
            new SessionEnded("5b0e7a0c-2d0a-4b8e-9f1d-7f3c1c9d2e10"));

    @ParameterizedTest
    @FieldSource("FACTS")
    void factsReadAndWriteAsTheirExamples(ConversationFact fact) throws IOException {
        var example = read(typeOf(ConversationFact.class, fact));

        assertThat(FactCodec.decodeFact(example)).isEqualTo(fact);
        assertThat(WireJson.mapper().readTree(FactCodec.encode(fact)))
                .isEqualTo(WireJson.mapper().readTree(example));
    }

    @ParameterizedTest
    @FieldSource("SIGNALS")
    void signalsReadAndWriteAsTheirExamples(LiveSignal signal) throws IOException {
        var example = read(typeOf(LiveSignal.class, signal));

        assertThat(FactCodec.decodeSignal(example)).isEqualTo(signal);
        assertThat(WireJson.mapper().readTree(FactCodec.encode(signal)))
                .isEqualTo(WireJson.mapper().readTree(example));
    }

    @Test
    void chatbotsReadAndWriteAsTheirExample() throws IOException {
        var leta = new Chatbot(
                Chatbot.EVERY_TENANT, "leta", "Leta", "Hi, I am Leta. What can I do for you?", WhileAnswering.ENQUEUE);

        assertThat(WireJson.mapper().readValue(read("chatbot"), Chatbot.class)).isEqualTo(leta);
        assertThat(WireJson.mapper().<ObjectNode>valueToTree(leta))
                .isEqualTo(WireJson.mapper().readTree(read("chatbot")));
    }

    @ParameterizedTest
    @FieldSource("FACTS")
    void factsOfALaterVersionReadAsToday(ConversationFact fact) throws IOException {
        var later = (ObjectNode) WireJson.mapper().readTree(read(typeOf(ConversationFact.class, fact)));
        later.put("a_field_of_tomorrow", "x");

        assertThat(FactCodec.decodeFact(WireJson.mapper().writeValueAsBytes(later)))
                .isEqualTo(fact);
    }

    @Test
    void everyTypeHasItsNameAndItsExample() throws IOException {
        var types = Stream.concat(leaves(ConversationFact.class), leaves(LiveSignal.class))
                .collect(Collectors.toSet());
        var shown = Stream.concat(FACTS.stream(), SIGNALS.stream())
                .map(Object::getClass)
                .collect(Collectors.toSet());

        assertThat(shown).as("types with an example in this test").isEqualTo(types);
        assertThat(Stream.concat(names(ConversationFact.class), names(LiveSignal.class))
                        .map(JsonSubTypes.Type::value))
                .as("types with a name on the wire")
                .containsExactlyInAnyOrderElementsOf(List.copyOf(types));
    }

    @Test
    void everyExampleIsOfATypeThereIs() throws IOException {
        Set<String> known = Stream.concat(names(ConversationFact.class), names(LiveSignal.class))
                .map(type -> type.name() + ".json")
                .collect(Collectors.toSet());
        try (var files = Files.list(EXAMPLES)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .filteredOn(name -> !name.equals("chatbot.json"))
                    .containsExactlyInAnyOrderElementsOf(known);
        }
    }

    private static String typeOf(Class<?> family, Object one) {
        return names(family)
                .filter(type -> type.value() == one.getClass())
                .map(JsonSubTypes.Type::name)
                .findFirst()
                .orElseThrow(() -> new AssertionError(one.getClass() + " has no name on the wire"));
    }

    private static Stream<JsonSubTypes.Type> names(Class<?> family) {
        return Arrays.stream(family.getAnnotation(JsonSubTypes.class).value());
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(ContractExamplesTests::leaves)
                : Stream.of(type);
    }

    private static byte[] read(String type) throws IOException {
        return Files.readAllBytes(EXAMPLES.resolve(type + ".json"));
    }
}
