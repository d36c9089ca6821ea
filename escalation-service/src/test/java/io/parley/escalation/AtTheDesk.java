package io.parley.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.ConversationFact;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A conversation of Ann's, agents, and the log, for tests of routes. */
@WholeService
public abstract class AtTheDesk {

    protected static final Duration LIMIT = Duration.ofSeconds(10);
    protected static final String ANN = Callers.bearer("ann");
    protected static final String BOB = Callers.bearer("bob");
    protected static final String AGNES = Callers.bearer("agnes", "agent");
    protected static final String BERT = Callers.bearer("bert", "agent");
    protected static final String ROOT = Callers.bearer("root", "admin");
    protected static final String STRANGER = EscalationClient.ofTenant("other", "agnes", "agent");
    protected static final Sender ANN_SENDER = new Sender("ann", SenderType.USER, "Ann");
    protected static final Sender AGNES_SENDER = new Sender("agnes", SenderType.AGENT, "Agnes");

    protected static TestLog log;

    @LocalServerPort
    private int port;

    protected EscalationClient client;
    protected ConversationKey key;

    @BeforeAll
    static void openLog() {
        log = new TestLog();
    }

    @AfterAll
    static void closeLog() {
        log.close();
    }

    @BeforeEach
    void aConversation() {
        client = new EscalationClient(port);
        key = new ConversationKey(Callers.TENANT, UUID.randomUUID().toString());
    }

    protected void start(ConversationKind kind) {
        log.append(key, new ConversationStarted("ann", kind, "leta"));
    }

    /** Ann's session, in which she asks for a person. */
    protected String escalated() {
        start(ConversationKind.SESSION);
        return raised();
    }

    protected String raised() {
        var answer = client.escalate(key.conversation(), ANN, "{\"reason\":\"stuck\"}");
        assertThat(answer.status()).isEqualTo(201);
        return answer.text("escalation_id");
    }

    /** The same, and Agnes has it. */
    protected String claimed() {
        var id = escalated();
        assertThat(client.move(id, "claim", AGNES).status()).isEqualTo(200);
        return id;
    }

    protected void says(Sender sender, String text) {
        log.append(key, new MessagePosted(MessageId.random(), sender, text, Map.of(), null, null));
    }

    protected List<ConversationFact> facts(Class<? extends ConversationFact> type) {
        return log.facts(key).stream()
                .map(LoggedFact::fact)
                .filter(type::isInstance)
                .toList();
    }
}
