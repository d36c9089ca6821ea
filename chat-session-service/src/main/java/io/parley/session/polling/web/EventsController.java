package io.parley.session.polling.web;

import io.parley.platform.identity.Caller;
import io.parley.platform.problem.Problem;
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
        var limit = Duration.ofSeconds(number("wait", wait, LONGEST_WAIT));
        var cursor = after == null ? null : (Long) number("after", after, Long.MAX_VALUE);
        return enterConversation
                .enter(caller, conversationId, false)
                .flatMap(feed -> pollEvents.poll(feed, caller, cursor, epoch, limit))
                .map(EventsBody::of);
    }

    private static long number(String name, String value, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // answered below, like a number out of range
        }
        throw Problem.badRequest(
                "bad_request",
                most == Long.MAX_VALUE
                        ? name + " must be a whole number of 0 or more."
                        : name + " must be a whole number from 0 to " + most + ".");
    }
}
