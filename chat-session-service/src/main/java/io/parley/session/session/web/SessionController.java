package io.parley.session.session.web;

import io.parley.events.log.WireJson;
import io.parley.platform.identity.Caller;
import io.parley.platform.log.LogTopology;
import io.parley.platform.problem.Problem;
import io.parley.session.session.EndSession;
import io.parley.session.session.OpenSession;
import io.parley.session.session.OpenSession.Wish;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/** The routes of seed 003: asking for a session, and ending it. */
@RestController
class SessionController {

    private final OpenSession openSession;
    private final EndSession endSession;
    private final LogTopology topology;

    SessionController(OpenSession openSession, EndSession endSession, LogTopology topology) {
        this.openSession = openSession;
        this.endSession = endSession;
        this.topology = topology;
    }

    /** The body may be empty, with or without a content type: it is read as bytes. */
    @PostMapping("/chatbot/{chatbotId}/session")
    Mono<ResponseEntity<SessionBody>> open(
            Caller caller, @PathVariable String chatbotId, @RequestBody(required = false) byte @Nullable [] body) {
        return Mono.defer(() -> openSession.open(caller, chatbotId, wish(body)))
                .map(opened -> ResponseEntity.status(opened.created() ? HttpStatus.CREATED : HttpStatus.OK)
                        .body(SessionBody.of(opened, topology.epoch())));
    }

    @DeleteMapping("/chatbot/session/{sessionId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> end(Caller caller, @PathVariable String sessionId, @RequestParam(defaultValue = "false") boolean all) {
        return endSession.end(caller, sessionId, all);
    }

    private static Wish wish(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return new Wish.GoOn();
        }
        try {
            var json = WireJson.mapper().readTree(body);
            if (json.isObject() || json.isMissingNode()) {
                var conversation = json.get("conversation");
                if (conversation == null || conversation.isNull()) {
                    return new Wish.GoOn();
                }
                if (conversation.isString()) {
                    return "new".equals(conversation.stringValue())
                            ? new Wish.NewConversation()
                            : new Wish.In(conversation.stringValue());
                }
            }
        } catch (JacksonException e) {
            throw Problem.badRequest("bad_request", "The body is no JSON.");
        }
        throw Problem.badRequest(
                "bad_request", "The body is empty, or an object whose conversation is \"new\" or a conversation's id.");
    }
}
