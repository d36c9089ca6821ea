package io.parley.session.chatbot;

import io.parley.events.Chatbot;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Every chatbot of every tenant, in memory: there are few, and each session asks. */
public final class ChatbotCatalogue {

    private final Map<String, Chatbot> chatbots = new ConcurrentHashMap<>();

    /** A tenant's own chatbot of this id, or the one that every tenant has. */
    public Optional<Chatbot> find(String tenant, String id) {
        var own = chatbots.get(tenant + "/" + id);
        return Optional.ofNullable(own != null ? own : chatbots.get(Chatbot.EVERY_TENANT + "/" + id));
    }

    public void put(Chatbot chatbot) {
        chatbots.put(chatbot.key(), chatbot);
    }

    public void remove(String key) {
        chatbots.remove(key);
    }
}
