package io.parley.history.conversations;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How conversations are listed.
 *
 * @param closedAfter silence after which a conversation is shown as closed; the environment's
 *     PARLEY_CONVERSATION_CLOSED_AFTER
 */
@ConfigurationProperties("parley.conversations")
record ConversationsProperties(@DefaultValue("24h") Duration closedAfter) {

    ConversationsProperties {
        if (!closedAfter.isPositive()) {
            throw new IllegalArgumentException(
                    "PARLEY_CONVERSATION_CLOSED_AFTER is " + closedAfter + "; expected more than nothing");
        }
    }
}
