package io.parley.completion.chatbot.web;

import io.parley.completion.chatbot.Chatbots;
import io.parley.platform.identity.Caller;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code GET /chatbots}: whom a caller can talk to. */
@RestController
class ChatbotController {

    private final Chatbots chatbots;

    ChatbotController(Chatbots chatbots) {
        this.chatbots = chatbots;
    }

    record Listing(List<Entry> chatbots, int count) {}

    record Entry(String id, String name, String greeting) {}

    @GetMapping("/chatbots")
    Mono<Listing> list(Caller caller) {
        return chatbots.list(caller.tenant())
                .map(bot -> new Entry(bot.id(), bot.name(), bot.greeting()))
                .collectList()
                .map(entries -> new Listing(entries, entries.size()));
    }
}
