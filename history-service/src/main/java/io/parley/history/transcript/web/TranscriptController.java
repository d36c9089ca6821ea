package io.parley.history.transcript.web;

import io.parley.events.CallerIds;
import io.parley.events.log.ConversationKey;
import io.parley.history.transcript.ReadTranscript;
import io.parley.history.transcript.TranscriptProperties;
import io.parley.platform.identity.Caller;
import io.parley.platform.log.LogBarrier;
import io.parley.platform.log.LogTopology;
import io.parley.platform.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code GET /chat/{conversation_id}/history}: a page of a conversation, with everything that was acknowledged. */
@RestController
final class TranscriptController {

    private final ReadTranscript transcript;
    private final LogBarrier barrier;
    private final LogTopology topology;
    private final TranscriptProperties properties;

    TranscriptController(
            ReadTranscript transcript, LogBarrier barrier, LogTopology topology, TranscriptProperties properties) {
        this.transcript = transcript;
        this.barrier = barrier;
        this.topology = topology;
        this.properties = properties;
    }

    @GetMapping("/chat/{conversationId}/history")
    Mono<HistoryPage> history(
            Caller caller,
            @PathVariable String conversationId,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(required = false) @Nullable String after) {
        var range = HistoryRange.parse(limit, before, after, properties.pageSize());
        if (!CallerIds.isValid(conversationId)) {
            return Mono.error(Problem.notFound("conversation"));
        }
        var key = new ConversationKey(caller.tenant(), conversationId);
        return barrier.await(key)
                .then(Mono.defer(
                        () -> transcript.read(key, caller.userId(), caller.isAgent(), range.cursor(), range.limit())))
                .map(page -> HistoryPage.of(
                        page, topology.epoch(), page.transcript().access().audience(caller.userId())))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("conversation")));
    }
}
