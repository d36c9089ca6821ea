package io.parley.session.room;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The assistant's rooms.
 *
 * @param answerLimit so long a message waits for its answer; below the gateway's own limit for a response
 * @param waiting how many messages may wait in this replica at the same time
 */
@ConfigurationProperties("parley.room")
record RoomProperties(
        @DefaultValue("120s") Duration answerLimit,
        @DefaultValue("1000") int waiting) {}
