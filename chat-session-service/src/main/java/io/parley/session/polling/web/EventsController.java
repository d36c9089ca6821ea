package io.parley.session.polling.web;

import io.parley.platform.identity.Caller;
import io.parley.platform.problem.QueryNumber;
import io.parley.session.people.EnterConversation;
import io.parley.session.polling.PollEvents;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code GET /chat/{conversation_id}/events}: the long poll of section 3. */
@RestController
class EventsController {

    private static final long LONGEST_WAIT = 55;

    private final EnterConversation enterConversation;
    private final PollEvents pollEvents;

    EventsController(EnterConversation enterConversation, PollEvents pollEvents) {
        this.enterConversation = enterConversation;
        this.pollEvents = pollEvents;
    }

    @GetMapping("/chat/{conversationId}/events")
    Mono<EventsBody> events(
            Caller caller,
            @PathVariable String conversationId,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String epoch,
            @RequestParam(defaultValue = "25") String wait) {
        var limit = Duration.ofSeconds(QueryNumber.between("wait", wait, 0, LONGEST_WAIT));
        var cursor = after == null ? null : (Long) QueryNumber.between("after", after, 0, Long.MAX_VALUE);
        return enterConversation
                .enter(caller, conversationId, false)
                .flatMap(feed -> pollEvents.poll(feed, caller, cursor, epoch, limit))
                .map(EventsBody::of);
    }
}
