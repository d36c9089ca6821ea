package io.parley.events.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicsTests {

    @Test
    void keepsTheLogForEver() {
        var log = topics(12, 1).get(Topics.CONVERSATIONS);

        assertThat(log.numPartitions()).isEqualTo(12);
        assertThat(log.configs())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("retention.ms", "-1")
                .containsEntry("retention.bytes", "-1")
                .containsEntry("max.compaction.lag.ms", "86400000")
                .containsEntry("unclean.leader.election.enable", "false");
    }

    @Test
    void keepsSignalsBesideTheLogForFifteenMinutes() {
        var live = topics(12, 1).get(Topics.LIVE);

        assertThat(live.numPartitions()).isEqualTo(12);
        assertThat(live.configs()).containsEntry("cleanup.policy", "delete").containsEntry("retention.ms", "900000");
    }

    @Test
    void asksForTwoReplicasInSyncWhereThereAreThree() {
        assertThat(topics(256, 3).get(Topics.CONVERSATIONS).configs()).containsEntry("min.insync.replicas", "2");
        assertThat(topics(12, 1).get(Topics.CONVERSATIONS).configs()).containsEntry("min.insync.replicas", "1");
    }

    @Test
    void givesCatalogueAndDeadLettersOnePartition() {
        var topics = topics(12, 1);

        assertThat(topics).hasSize(4);
        assertThat(topics.get(Topics.CHATBOTS).numPartitions()).isEqualTo(1);
        assertThat(topics.get(Topics.CONVERSATIONS_DEAD_LETTERS).numPartitions())
                .isEqualTo(1);
    }

    private static Map<String, NewTopic> topics(int partitions, int replication) {
        return Topics.all(partitions, (short) replication).stream()
                .collect(Collectors.toMap(NewTopic::name, Function.identity()));
    }
}
