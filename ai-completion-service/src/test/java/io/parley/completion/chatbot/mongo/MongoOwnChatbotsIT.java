package io.parley.completion.chatbot.mongo;

import static io.parley.completion.chatbot.ChatbotFixtures.aChatbot;
import static io.parley.completion.chatbot.ChatbotFixtures.kept;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.parley.completion.chatbot.ChatbotProfile;
import io.parley.completion.chatbot.KeptChatbot;
import io.parley.completion.chatbot.OwnChatbots.Name;
import io.parley.events.Chatbot;
import io.parley.testkit.Backends;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class MongoOwnChatbotsIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Name SHOP = new Name("t", "shop");
    private static final KeptChatbot FIRST = kept(aChatbot("t", "shop", "Be kind.", "https://m.example/v1"), 1);
    private static final KeptChatbot SECOND = kept(aChatbot("t", "shop", "Be brief.", null), 2);

    private MongoClient client;
    private MongoOwnChatbots own;
    private MongoChatbots chatbots;

    @BeforeEach
    void connect() {
        client = MongoClients.create(Backends.mongoUri());
        var mongo = new ReactiveMongoTemplate(
                client, "chatbots-" + UUID.randomUUID().toString().substring(0, 8));
        own = new MongoOwnChatbots(mongo);
        chatbots = new MongoChatbots(mongo);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void keepsEveryField() {
        assertThat(now(own.add(FIRST))).isTrue();

        assertThat(now(own.find(SHOP))).isEqualTo(FIRST);
        assertThat(now(chatbots.find("t", "shop"))).isEqualTo(FIRST.profile());
        assertThat(now(own.find(new Name("other", "shop")))).isNull();
    }

    @Test
    void passesOverWhatTheSeedGivesToOneTenant() {
        now(chatbots.save(aChatbot("t", "seeded")));
        now(own.add(FIRST));

        assertThat(now(own.find(new Name("t", "seeded")))).isNull();
        assertThat(own.all().collectList().block(LIMIT)).containsExactly(FIRST);
        assertThat(own.list("t").collectList().block(LIMIT)).containsExactly(FIRST);
        assertThat(now(chatbots.find("t", "seeded"))).isEqualTo(aChatbot("t", "seeded"));
        assertThat(now(own.add(kept(aChatbot("t", "seeded"), 1)))).isFalse();
    }

    @Test
    void addsOnlyOneOfAName() {
        var added =
                Flux.range(0, 8).flatMap(_ -> own.add(FIRST), 8).collectList().block(LIMIT);

        assertThat(added).containsOnlyOnce(true).hasSize(8);
    }

    @Test
    void replacesOnlyWhatWasRead() {
        now(own.add(FIRST));

        var replaced = Flux.range(0, 8)
                .flatMap(_ -> own.replace(FIRST, SECOND), 8)
                .collectList()
                .block(LIMIT);

        assertThat(replaced).containsOnlyOnce(true).hasSize(8);
        assertThat(now(own.find(SHOP))).isEqualTo(SECOND);
        assertThat(now(own.version(SHOP, 1))).isEqualTo(FIRST);
        assertThat(own.versions(SHOP, 1, 5).collectList().block(LIMIT)).containsExactly(FIRST);
        // What is seen by the next question.
        assertThat(now(chatbots.find("t", "shop")).persona()).isEqualTo("Be brief.");
    }

    @Test
    void isNotThereWhileItLeaves() {
        now(own.add(FIRST));
        now(own.replace(FIRST, SECOND));

        assertThat(now(own.leave(FIRST))).isFalse();
        assertThat(now(own.leave(SECOND))).isTrue();

        assertThat(now(own.find(SHOP))).isNull();
        assertThat(now(chatbots.find("t", "shop"))).isNull();
        assertThat(chatbots.list("t").collectList().block(LIMIT)).isEmpty();
        assertThat(own.list("t").collectList().block(LIMIT)).isEmpty();
        assertThat(own.all().collectList().block(LIMIT)).isEmpty();
        assertThat(now(own.add(FIRST))).isFalse();
        assertThat(now(own.leaving(SHOP))).isEqualTo(2);
        assertThat(own.leaving().collectList().block(LIMIT)).containsExactly(SHOP);

        now(own.forget(SHOP, 2));

        assertThat(now(own.leaving(SHOP))).isNull();
        assertThat(now(own.version(SHOP, 1))).isNull();
        assertThat(now(own.add(FIRST))).isTrue();
        // A replica that comes late to the end of the old one leaves the new one alone.
        now(own.forget(SHOP, 1));
        assertThat(now(own.find(SHOP))).isEqualTo(FIRST);
    }

    @Test
    void takesThePlaceOfOneThatEveryTenantHas() {
        now(chatbots.save(aChatbot(Chatbot.EVERY_TENANT, "shop")));
        assertThat(own.all().collectList().block(LIMIT)).isEmpty();

        now(own.add(FIRST));

        assertThat(now(chatbots.find("t", "shop")).tenant()).isEqualTo("t");
        assertThat(now(chatbots.find("other", "shop")).tenant()).isEqualTo(Chatbot.EVERY_TENANT);
        assertThat(chatbots.list("t").map(ChatbotProfile::tenant).collectList().block(LIMIT))
                .containsExactly("t");
    }

    private static <T> T now(Mono<T> asked) {
        return asked.block(LIMIT);
    }
}
