package io.parley.testkit.log;

import io.parley.events.MessagePosted;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.events.log.UnreadableRecord;
import io.parley.platform.log.ConversationView;
import io.parley.platform.log.ViewBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A view that remembers what it was given of one tenant, and fails as often as it is told. */
final class RecordingView implements ConversationView {

    record Applied(LoggedFact fact, boolean isNew) {}

    private final String tenant;
    private final List<Applied> applied = new ArrayList<>();
    private final List<ConsumerRecord<String, byte[]>> skipped = new ArrayList<>();
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private int attempts;

    RecordingView(String tenant) {
        this.tenant = tenant;
    }

    synchronized RecordingView failingWith(RuntimeException... failures) {
        this.failures.addAll(List.of(failures));
        return this;
    }

    @Override
    public synchronized void apply(ViewBatch batch) {
        var own = batch.facts().stream()
                .filter(fact -> fact.conversation().tenant().equals(tenant))
                .toList();
        if (own.isEmpty()) {
            return;
        }
        attempts++;
        if (!failures.isEmpty()) {
            throw failures.removeFirst();
        }
        own.forEach(fact -> applied.add(new Applied(fact, batch.isNew(fact))));
    }

    @Override
    public synchronized void skip(ConsumerRecord<String, byte[]> record, UnreadableRecord why) {
        if (record.key() == null || record.key().startsWith(tenant)) {
            skipped.add(record);
        }
    }

    synchronized List<LoggedFact> facts() {
        return applied.stream().map(Applied::fact).toList();
    }

    synchronized List<Applied> applied() {
        return List.copyOf(applied);
    }

    synchronized List<ConsumerRecord<String, byte[]>> skipped() {
        return List.copyOf(skipped);
    }

    synchronized int attempts() {
        return attempts;
    }

    synchronized List<String> said(ConversationKey conversation) {
        return facts().stream()
                .filter(fact -> fact.conversation().equals(conversation))
                .map(fact -> ((MessagePosted) fact.fact()).content())
                .toList();
    }
}
