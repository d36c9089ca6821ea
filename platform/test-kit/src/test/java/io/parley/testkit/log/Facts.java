package io.parley.testkit.log;

import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import java.util.Map;

final class Facts {

    private Facts() {}

    static MessagePosted said(ConversationKey conversation, String text) {
        return new MessagePosted(
                MessageId.of(conversation, "ann", text),
                new Sender("ann", SenderType.USER, null),
                text,
                Map.of(),
                text,
                null);
    }

    /** A conversation of the tenant in this one of three partitions. */
    static ConversationKey inPartition(String tenant, int partition) {
        for (int i = 0; ; i++) {
            var key = new ConversationKey(tenant, "room-" + i);
            if (key.partition(3) == partition) {
                return key;
            }
        }
    }
}
