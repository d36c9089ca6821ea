package io.parley.completion.usage.mongo;

import static io.parley.completion.usage.UsageFixtures.TODAY;
import static io.parley.completion.usage.UsageFixtures.spent;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.parley.completion.usage.Spending;
import io.parley.completion.usage.UsageLedger;
import io.parley.completion.usage.UsageLedgerContract;
import io.parley.testkit.Backends;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Flux;

class MongoUsageLedgerIT implements UsageLedgerContract {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private MongoClient client;
    private ReactiveMongoTemplate mongo;

    @BeforeEach
    void connect() {
        client = MongoClients.create(Backends.mongoUri());
        mongo = new ReactiveMongoTemplate(
                client, "usage-" + UUID.randomUUID().toString().substring(0, 8));
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Override
    public UsageLedger ledger() {
        return new MongoUsageLedger(mongo, "e1");
    }

    @Test
    void addsWhatAnotherLogHeldBefore() {
        new MongoUsageLedger(mongo, "e1")
                .count(List.of(spent("shop", "ann", TODAY, 0, 100, 10)))
                .block(LIMIT);

        new MongoUsageLedger(mongo, "e2")
                .count(List.of(spent("shop", "ann", TODAY, 0, 1, 20)))
                .block(LIMIT);

        assertThat(ledger().byUser("t", List.of(TODAY)).block(LIMIT).get("ann").completionTokens())
                .isEqualTo(30);
    }

    /** Replicas write the sums of a day together, each for its own partitions. */
    @Test
    void losesNothingWhereSeveralReplicasWriteOneSum() {
        Flux.range(0, 8)
                .flatMap(
                        partition -> Flux.range(1, 50)
                                .concatMap(seq -> new MongoUsageLedger(mongo, "e1")
                                        .count(List.of(spent("shop", "ann", TODAY, partition, seq, 1)))),
                        8)
                .blockLast(LIMIT);

        assertThat(ledger().byDay("t", List.of(TODAY))
                        .block(LIMIT)
                        .get(TODAY.toString())
                        .answers())
                .isEqualTo(400);
    }

    /** Of two that write one partition the one that is behind changes nothing. */
    @Test
    void isNotSetBackByAReplicaThatIsBehind() {
        var facts = IntStream.rangeClosed(1, 100)
                .mapToObj(seq -> spent("shop", "ann", TODAY, 0, seq, 1))
                .toList();

        Flux.merge(batches(facts, 7), batches(facts, 13), batches(facts, 3)).blockLast(LIMIT);

        assertThat(ledger().byDay("t", List.of(TODAY))
                        .block(LIMIT)
                        .get(TODAY.toString())
                        .answers())
                .isEqualTo(100);
    }

    private Flux<Void> batches(List<Spending> facts, int size) {
        return Flux.fromIterable(facts).buffer(size).concatMap(batch -> ledger().count(batch));
    }

    @Test
    void readsAYearByItsIds() {
        var day = TODAY.minusDays(365);
        var spendings = IntStream.range(0, 366)
                .boxed()
                .flatMap(i -> IntStream.range(0, 3)
                        .mapToObj(user -> spent("shop", "u" + user, day.plusDays(i), 0, 3L * i + user, 1)))
                .toList();
        Flux.fromIterable(spendings)
                .buffer(200)
                .concatMap(batch -> ledger().count(batch))
                .blockLast(LIMIT);
        var days = day.datesUntil(TODAY.plusDays(1)).toList();

        assertThat(ledger().byDay("t", days).block(LIMIT)).hasSize(366);
        assertThat(ledger().byChatbot("t", days).block(LIMIT).get("shop").answers())
                .isEqualTo(1_098);
        assertThat(ledger().byUser("t", days).block(LIMIT).get("u2").answers()).isEqualTo(366);
        assertThat(mongo.count(new org.springframework.data.mongodb.core.query.Query(), Document.class, "usage")
                        .block(LIMIT))
                .isEqualTo(366L * 5);
    }
}
