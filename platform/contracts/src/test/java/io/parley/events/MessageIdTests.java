package io.parley.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.events.log.ConversationKey;
import io.parley.events.log.WireJson;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The expected ids were computed by another implementation of RFC 9562. One that changes here would make a message
 * that is sent again a second message, and a question answered twice.
 */
class MessageIdTests {

    private static final ConversationKey ROOM = new ConversationKey("default", "room-1");

    @ParameterizedTest
    @CsvSource({
        "ann, 1,        d6f48043-f0fc-5291-b4e8-a4d074480451",
        "a,   nn1,      a38daeea-8d92-5f0a-b086-800e6e56fdf6",
        "ann, naïve ✓,  5b97bdfd-33b1-5806-8dcd-f3141e528abd",
    })
    void computesTheIdsItAlwaysDid(String sender, String clientMessageId, String expected) {
        assertThat(MessageId.of(ROOM, sender, clientMessageId)).hasToString(expected);
    }

    @Test
    void computesTheAnswersItAlwaysDid() {
        var message = MessageId.parse("d6f48043-f0fc-5291-b4e8-a4d074480451");

        assertThat(message.answer(0)).hasToString("c8ce505a-c653-570f-bc6a-0b3df7fd5e44");
    }

    @Test
    void tellsApartWhateverDiffers() {
        var ids = new HashSet<MessageId>();
        var otherTenant = new ConversationKey("acme", "room-1");
        var otherRoom = new ConversationKey("default", "room-2");
        for (var room : new ConversationKey[] {ROOM, otherTenant, otherRoom}) {
            for (var sender : new String[] {"ann", "ben"}) {
                for (var name : new String[] {"1", "2"}) {
                    var message = MessageId.of(room, sender, name);
                    ids.add(message);
                    ids.add(message.answer(0));
                    ids.add(message.answer(1));
                }
            }
        }

        assertThat(ids).hasSize(36);
    }

    @Test
    void isAUuidOfVersionFive() {
        var value = MessageId.of(ROOM, "ann", "1").value();

        assertThat(value.version()).isEqualTo(5);
        assertThat(value.variant()).isEqualTo(2);
    }

    @Test
    void isARandomOneWhereTheSenderNamesNothing() {
        assertThat(MessageId.random()).isNotEqualTo(MessageId.random());
        assertThat(MessageId.random().value().version()).isEqualTo(4);
    }

    @Test
    void isABareStringInJson() {
        var id = MessageId.of(ROOM, "ann", "1");

        var json = WireJson.mapper().writeValueAsString(id);

        assertThat(json).isEqualTo("\"d6f48043-f0fc-5291-b4e8-a4d074480451\"");
        assertThat(WireJson.mapper().readValue(json, MessageId.class)).isEqualTo(id);
        assertThatThrownBy(() -> MessageId.parse("no uuid")).isInstanceOf(IllegalArgumentException.class);
    }
}
