package io.parley.events.log;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/** The suite's topics. They are made by the launcher or a deployment job; brokers do not create them by themselves. */
public final class Topics {

    /** Every durable fact of every conversation; see {@link io.parley.events.ConversationFact}. Kept for ever. */
    public static final String CONVERSATIONS = "parley.conversations.v1";

    /** Signals of running answers and people; see {@link io.parley.events.live.LiveSignal}. Kept 15 minutes. */
    public static final String LIVE = "parley.live.v1";

    /** The chatbots there are; see {@link io.parley.events.Chatbot}. One partition, compacted. */
    public static final String CHATBOTS = "parley.chatbots.v1";

    /** Records of the log that can never be read. */
    public static final String CONVERSATIONS_DEAD_LETTERS = "parley.conversations.v1.dlt";

    private static final String ONE_DAY = "86400000";
    private static final String FIFTEEN_MINUTES = "900000";

    private Topics() {}

    /**
     * All topics with their settings.
     *
     * @param partitions of the log and of the live topic: fixed for ever at creation
     * @param replication 1 on one machine, 3 in production
     */
    public static List<NewTopic> all(int partitions, short replication) {
        var durable = Map.of(
                "cleanup.policy", "compact",
                "retention.ms", "-1",
                "retention.bytes", "-1",
                // An erasure is a tombstone; a day later at most its record is gone from the disk.
                "max.compaction.lag.ms", ONE_DAY,
                "segment.ms", ONE_DAY,
                "min.insync.replicas", replication > 1 ? "2" : "1",
                "unclean.leader.election.enable", "false");
        return List.of(
                new NewTopic(CONVERSATIONS, partitions, replication).configs(durable),
                new NewTopic(LIVE, partitions, replication)
                        .configs(Map.of(
                                "cleanup.policy", "delete",
                                "retention.ms", FIFTEEN_MINUTES,
                                "segment.ms", FIFTEEN_MINUTES)),
                new NewTopic(CHATBOTS, 1, replication).configs(durable),
                new NewTopic(CONVERSATIONS_DEAD_LETTERS, 1, replication)
                        .configs(Map.of("cleanup.policy", "delete", "retention.ms", "-1")));
    }
}
