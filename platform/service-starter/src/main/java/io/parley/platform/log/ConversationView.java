package io.parley.platform.log;

import io.parley.events.log.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a service keeps of the log in its own database. A bean of this type makes the service a reader of the log: its
 * partitions are shared among the service's replicas, and each batch is applied by one thread, in order.
 */
public interface ConversationView {

    /**
     * Applies a batch: one bulk write for each collection. May block, with a time limit. A fact may come again after
     * a failure or a change of replicas, so each document keeps the seq it has applied and passes over what is not
     * above it. When this throws, the batch is tried again until it succeeds, with growing pauses.
     */
    void apply(ViewBatch batch);

    /** A record that can never be read. The view goes on after it. */
    default void skip(ConsumerRecord<String, byte[]> record, UnreadableRecord why) {}
}
