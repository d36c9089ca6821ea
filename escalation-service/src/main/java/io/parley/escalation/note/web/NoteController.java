package io.parley.escalation.note.web;

import io.parley.escalation.conversation.Conversations;
import io.parley.escalation.desk.web.DeskAccess;
import io.parley.escalation.desk.web.JsonBody;
import io.parley.escalation.desk.web.NotTold;
import io.parley.escalation.floor.EnterEscalation;
import io.parley.escalation.floor.LocatedEscalation;
import io.parley.escalation.note.Note;
import io.parley.escalation.note.TakeNotes;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.platform.identity.Caller;
import io.parley.platform.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * {@code /agent/escalations/{id}/notes}. An agent who asked for help itself is a visitor there, and reads no notes about
 * itself.
 */
@RestController
final class NoteController {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int TEXT = 4_000;

    private final EnterEscalation escalations;
    private final Conversations conversations;
    private final TakeNotes notes;

    NoteController(EnterEscalation escalations, Conversations conversations, TakeNotes notes) {
        this.escalations = escalations;
        this.conversations = conversations;
        this.notes = notes;
    }

    record NoteBody(UUID id, String authorId, @Nullable String authorName, String text, Instant createdAt) {

        static NoteBody of(Note note) {
            return new NoteBody(note.id(), note.author().id(), note.author().name(), note.text(), note.at());
        }
    }

    record NotesBody(List<NoteBody> notes, int count) {}

    @PostMapping("/agent/escalations/{escalationId}/notes")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<NoteBody> add(
            Caller caller, @PathVariable String escalationId, @RequestBody(required = false) byte @Nullable [] body) {
        return enter(caller, escalationId)
                .flatMap(about -> {
                    var text = text(JsonBody.parse(body));
                    var author = new Sender(caller.userId(), SenderType.AGENT, caller.name());
                    return notes.add(about, author, text).timeout(LIMIT).onErrorMap(NotTold::is, NotTold::problem);
                })
                .map(NoteBody::of)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("escalation")));
    }

    /** Also {@code note}, as moves call it, or {@code content}, as messages do. */
    private static String text(JsonBody body) {
        var name = Stream.of("note", "content").filter(body.json()::has).findFirst();
        return body.requiredText(body.json().has("text") ? "text" : name.orElse("text"), TEXT);
    }

    @GetMapping("/agent/escalations/{escalationId}/notes")
    Mono<NotesBody> list(Caller caller, @PathVariable String escalationId) {
        return enter(caller, escalationId)
                .flatMap(notes::list)
                .map(found -> found.stream().map(NoteBody::of).toList())
                .map(shown -> new NotesBody(shown, shown.size()));
    }

    private Mono<LocatedEscalation> enter(Caller caller, String escalationId) {
        DeskAccess.require(caller);
        return Mono.justOrEmpty(JsonBody.uuid(escalationId))
                .flatMap(id -> escalations.enter(caller.tenant(), id))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("escalation")))
                .flatMap(about -> conversations
                        .find(about.key())
                        .filter(conversation -> conversation.access().isOwnedBy(caller.userId()))
                        .<LocatedEscalation>flatMap(
                                _ -> Mono.error(Problem.forbidden("These notes are about your own conversation.")))
                        .defaultIfEmpty(about));
    }
}
