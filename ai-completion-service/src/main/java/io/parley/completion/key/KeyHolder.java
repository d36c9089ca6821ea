package io.parley.completion.key;

import io.parley.events.Payer;

/**
 * Who has a key: a user or a chatbot of a tenant.
 *
 * @param kind {@link Payer#USER} or {@link Payer#CHATBOT}; the suite's own key comes from its settings
 * @param id of the user or the chatbot
 */
public record KeyHolder(String tenant, Payer kind, String id) {

    public KeyHolder {
        if (kind == Payer.SUITE) {
            throw new IllegalArgumentException("the suite's key is a setting and is not kept here");
        }
    }

    public static KeyHolder user(String tenant, String userId) {
        return new KeyHolder(tenant, Payer.USER, userId);
    }

    public static KeyHolder chatbot(String tenant, String chatbotId) {
        return new KeyHolder(tenant, Payer.CHATBOT, chatbotId);
    }
}
