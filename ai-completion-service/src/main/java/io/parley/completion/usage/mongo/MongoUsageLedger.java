package io.parley.completion.usage.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.parley.completion.usage.Spender;
import io.parley.completion.usage.Spending;
import io.parley.completion.usage.Tally;
import io.parley.completion.usage.UsageLedger;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sums under {@code <tenant>/<day>}, {@code <tenant>/<day>/<chatbot>} and {@code <tenant>/<day>/<chatbot>/<user>}, and
 * beside the first two the names that go on from there: every read is one of ids.
 *
 * <p>A document has a sum of its own for each partition of the log, with the place up to which it counts. It depends on
 * the log alone, and grows with the place in each of its fields; so each field is raised and never lowered, and it does
 * not matter who writes it how often, or that a replica that slept writes an older one.
 */
final class MongoUsageLedger implements UsageLedger {

    private static final String SUMS = "usage";
    private static final String NAMES = "usage_names";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** A report may read some ten thousand sums. */
    private static final Duration REPORT_LIMIT = Duration.ofSeconds(20);

    /** How many ids one query names, and how many queries run at a time. */
    private static final int IDS = 500;

    private static final int QUERIES = 4;

    private final ReactiveMongoTemplate mongo;
    private final String epoch;

    /** @param epoch of the log: places in another one mean nothing, and its sums stand beside these */
    MongoUsageLedger(ReactiveMongoTemplate mongo, String epoch) {
        this.mongo = mongo;
        this.epoch = epoch;
    }

    /** A partition's part of a sum. */
    private record Part(long seq, Tally tally) {

        static final Part NONE = new Part(-1, Tally.NOTHING);

        static Part read(Document document) {
            return new Part(document.getLong("seq"), tally(document));
        }

        static Tally tally(Document document) {
            return new Tally(
                    document.getLong("answers"),
                    document.getLong("prompt"),
                    document.getLong("completion"),
                    document.getLong("total"),
                    document.getLong("own_key"),
                    document.getLong("estimated"));
        }

        Part plus(Spending spending) {
            return spending.seq() <= seq ? this : new Part(spending.seq(), tally.plus(spending));
        }

        Bson raise(String part) {
            return Updates.combine(
                    Updates.max(part + ".seq", seq),
                    Updates.max(part + ".answers", tally.answers()),
                    Updates.max(part + ".prompt", tally.promptTokens()),
                    Updates.max(part + ".completion", tally.completionTokens()),
                    Updates.max(part + ".total", tally.totalTokens()),
                    Updates.max(part + ".own_key", tally.ownKeyTokens()),
                    Updates.max(part + ".estimated", tally.estimatedAnswers()));
        }
    }

    /** Whose sum, and of which partition. */
    private record Place(String id, String part) {}

    @Override
    public Mono<Void> count(List<Spending> spendings) {
        var ids = spendings.stream()
                .flatMap(spending -> ids(spending).stream())
                .distinct()
                .toList();
        return find(SUMS, ids)
                .collectMap(document -> document.getString("_id"))
                .flatMap(stored -> write(NAMES, names(spendings, stored)).then(write(SUMS, sums(spendings, stored))))
                .timeout(LIMIT);
    }

    private List<WriteModel<Document>> sums(List<Spending> spendings, Map<String, Document> stored) {
        var before = new HashMap<Place, Part>();
        var now = new LinkedHashMap<Place, Part>();
        for (var spending : spendings) {
            for (var id : ids(spending)) {
                var place = new Place(id, "parts." + partition(spending));
                var known = before.computeIfAbsent(place, _ -> part(stored.get(id), partition(spending)));
                now.put(place, now.getOrDefault(place, known).plus(spending));
            }
        }
        return now.entrySet().stream()
                .filter(entry -> entry.getValue().seq()
                        > Objects.requireNonNull(before.get(entry.getKey())).seq())
                .<WriteModel<Document>>map(entry -> upsert(
                        entry.getKey().id(),
                        entry.getValue().raise(entry.getKey().part())))
                .toList();
    }

    private String partition(Spending spending) {
        return epoch + ":" + spending.partition();
    }

    private static Part part(@Nullable Document sum, String partition) {
        var parts = sum == null ? null : sum.get("parts", Document.class);
        var part = parts == null ? null : parts.get(partition, Document.class);
        return part == null ? Part.NONE : Part.read(part);
    }

    /** The names of what is met for the first time. They are there before the sums are, so that none goes unnamed. */
    private static List<WriteModel<Document>> names(List<Spending> spendings, Map<String, Document> stored) {
        var names = new LinkedHashMap<String, WriteModel<Document>>();
        for (var spending : spendings) {
            var spender = spending.spender();
            var day = day(spender.tenant(), spending.day());
            var chatbot = day + "/" + spender.chatbotId();
            var user = chatbot + "/" + spender.user();
            if (!stored.containsKey(chatbot)) {
                names.put(chatbot, upsert(day, Updates.addToSet("names", spender.chatbotId())));
            }
            if (!stored.containsKey(user)) {
                names.put(user, upsert(chatbot, Updates.addToSet("names", spender.user())));
            }
        }
        return List.copyOf(names.values());
    }

    private static UpdateOneModel<Document> upsert(String id, Bson update) {
        return new UpdateOneModel<>(eq("_id", id), update, new UpdateOptions().upsert(true));
    }

    private Mono<Void> write(String collection, List<WriteModel<Document>> writes) {
        return writes.isEmpty()
                ? Mono.empty()
                : mongo.getCollection(collection)
                        .flatMap(target -> Mono.from(target.bulkWrite(writes, new BulkWriteOptions().ordered(false))))
                        .then();
    }

    private static List<String> ids(Spending spending) {
        var spender = spending.spender();
        var day = day(spender.tenant(), spending.day());
        var chatbot = day + "/" + spender.chatbotId();
        return List.of(day, chatbot, chatbot + "/" + spender.user());
    }

    private static String day(String tenant, LocalDate day) {
        return tenant + "/" + day;
    }

    @Override
    public Mono<Map<LocalDate, Spent>> spent(Spender spender, Collection<LocalDate> days) {
        var chatbots = new HashMap<String, LocalDate>();
        days.forEach(day -> chatbots.put(day(spender.tenant(), day) + "/" + spender.chatbotId(), day));
        var ids = chatbots.keySet().stream()
                .flatMap(id -> Stream.of(id, id + "/" + spender.user()))
                .toList();
        return find(SUMS, ids)
                .collectMap(document -> document.getString("_id"), MongoUsageLedger::sum)
                .timeout(LIMIT)
                .map(sums -> {
                    var spent = new HashMap<LocalDate, Spent>();
                    chatbots.forEach((id, day) -> spent.put(
                            day,
                            new Spent(
                                    sums.getOrDefault(id + "/" + spender.user(), Tally.NOTHING),
                                    sums.getOrDefault(id, Tally.NOTHING))));
                    return spent;
                });
    }

    @Override
    public Mono<Map<String, Tally>> byDay(String tenant, List<LocalDate> days) {
        return sums(Flux.fromIterable(days).map(day -> new Named(day(tenant, day), day.toString())));
    }

    @Override
    public Mono<Map<String, Tally>> byChatbot(String tenant, List<LocalDate> days) {
        return sums(chatbots(tenant, days));
    }

    @Override
    public Mono<Map<String, Tally>> byUser(String tenant, List<LocalDate> days) {
        return sums(below(chatbots(tenant, days).map(Named::id)));
    }

    /** A sum's id, and what it is to be called. */
    private record Named(String id, String name) {}

    private Flux<Named> chatbots(String tenant, List<LocalDate> days) {
        return below(Flux.fromIterable(days).map(day -> day(tenant, day)));
    }

    /** What goes on from these ids. */
    private Flux<Named> below(Flux<String> ids) {
        return find(NAMES, ids)
                .flatMapIterable(document -> document.getList("names", String.class).stream()
                        .map(name -> new Named(document.getString("_id") + "/" + name, name))
                        .toList());
    }

    private Mono<Map<String, Tally>> sums(Flux<Named> named) {
        return named.buffer(IDS)
                .flatMap(
                        some -> {
                            var names = new HashMap<String, String>();
                            some.forEach(one -> names.put(one.id(), one.name()));
                            return find(SUMS, List.copyOf(names.keySet()))
                                    .map(document -> Map.entry(
                                            Objects.requireNonNull(names.get(document.getString("_id"))),
                                            sum(document)));
                        },
                        QUERIES)
                .<Map<String, Tally>>collect(
                        HashMap::new, (sums, one) -> sums.merge(one.getKey(), one.getValue(), Tally::plus))
                .timeout(REPORT_LIMIT);
    }

    private Flux<Document> find(String collection, Flux<String> ids) {
        return ids.buffer(IDS).flatMap(some -> find(collection, some), QUERIES);
    }

    private Flux<Document> find(String collection, List<String> ids) {
        return mongo.getCollection(collection).flatMapMany(target -> target.find(in("_id", ids)));
    }

    private static Tally sum(Document document) {
        return document.get("parts", Document.class).values().stream()
                .map(part -> Part.tally((Document) part))
                .reduce(Tally.NOTHING, Tally::plus);
    }
}
