package io.parley.completion.chatbot.web;

import io.parley.completion.chatbot.Chatbots;
import io.parley.completion.chatbot.EditChatbots;
import io.parley.completion.chatbot.EditChatbots.Described;
import io.parley.completion.chatbot.EditChatbots.Expected;
import io.parley.completion.chatbot.OwnChatbots.Name;
import io.parley.completion.chatbot.PersonaFile;
import io.parley.platform.identity.Caller;
import io.parley.platform.problem.Problem;
import io.parley.platform.problem.QueryNumber;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** {@code /chatbots}: whom a caller can talk to, and what a tenant's admins make of it. */
@RestController
class ChatbotController {

    private static final String PAGE = "50";
    private static final Pattern ETAG = Pattern.compile("\"(\\d{1,9})\"");

    /** A version there never is: what names none of ours matches none of ours. */
    private static final int NO_VERSION = 0;

    private final Chatbots chatbots;
    private final EditChatbots editing;
    private final PersonaFile persona;

    ChatbotController(Chatbots chatbots, EditChatbots editing, PersonaFile persona) {
        this.chatbots = chatbots;
        this.editing = editing;
        this.persona = persona;
    }

    record Listing(List<Object> chatbots, int count) {}

    record Entry(String id, String name, String greeting) {}

    record Versions(List<ChatbotBody> versions, int count) {}

    @GetMapping("/chatbots")
    Mono<Listing> list(Caller caller) {
        Flux<?> entries = caller.isAdmin()
                ? editing.list(caller.tenant()).map(ChatbotBody::of)
                : chatbots.list(caller.tenant()).map(bot -> new Entry(bot.id(), bot.name(), bot.greeting()));
        return entries.<Object>map(entry -> entry).collectList().map(all -> new Listing(all, all.size()));
    }

    @PostMapping("/chatbots")
    Mono<ResponseEntity<ChatbotBody>> create(Caller caller, @RequestBody Mono<JsonNode> body) {
        requireAdmin(caller);
        return body.map(json -> ChatbotForm.read(json, caller.tenant(), null, persona.text()))
                .flatMap(form -> editing.create(form.profile(), form.key(), form.hasId()))
                .map(made -> answer(
                        ResponseEntity.created(
                                URI.create("/chatbots/" + made.profile().id())),
                        made));
    }

    @GetMapping("/chatbots/{id}")
    Mono<ResponseEntity<ChatbotBody>> read(Caller caller, @PathVariable String id) {
        requireAdmin(caller);
        return editing.find(new Name(caller.tenant(), id)).map(found -> answer(ResponseEntity.ok(), found));
    }

    @PutMapping("/chatbots/{id}")
    Mono<ResponseEntity<ChatbotBody>> replace(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Mono<JsonNode> body) {
        requireAdmin(caller);
        // What is not there is not there, whatever is said of it.
        return editing.find(new Name(caller.tenant(), id))
                .then(body)
                .map(json -> ChatbotForm.read(json, caller.tenant(), id, persona.text()))
                .flatMap(form ->
                        editing.replace(form.profile(), form.key(), new Expected(version(ifMatch), form.version())))
                .map(changed -> answer(ResponseEntity.ok(), changed));
    }

    @DeleteMapping("/chatbots/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        requireAdmin(caller);
        return editing.delete(new Name(caller.tenant(), id), new Expected(version(ifMatch), null));
    }

    @GetMapping("/chatbots/{id}/versions")
    Mono<Versions> versions(
            Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = PAGE) String limit,
            @RequestParam(defaultValue = "" + Integer.MAX_VALUE) String before) {
        requireAdmin(caller);
        long most = QueryNumber.between("limit", limit, 1, EditChatbots.MOST_VERSIONS);
        long bound = QueryNumber.between("before", before, 1, Integer.MAX_VALUE);
        return editing.versions(new Name(caller.tenant(), id), bound, (int) most)
                .map(ChatbotBody::ofVersion)
                .collectList()
                .map(versions -> new Versions(versions, versions.size()));
    }

    @GetMapping("/chatbots/{id}/versions/{version}")
    Mono<ChatbotBody> version(Caller caller, @PathVariable String id, @PathVariable String version) {
        requireAdmin(caller);
        return editing.version(new Name(caller.tenant(), id), number(version)).map(ChatbotBody::ofVersion);
    }

    private static ResponseEntity<ChatbotBody> answer(ResponseEntity.BodyBuilder builder, Described described) {
        var kept = described.kept();
        return (kept == null ? builder : builder.eTag("\"" + kept.version() + "\"")).body(ChatbotBody.of(described));
    }

    private static void requireAdmin(Caller caller) {
        if (!caller.isAdmin()) {
            throw Problem.forbidden("Only an admin may manage chatbots.");
        }
    }

    private static @Nullable Integer version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        var etag = ETAG.matcher(ifMatch.strip());
        return etag.matches() ? Integer.valueOf(etag.group(1)) : NO_VERSION;
    }

    /** What is no number is no version, like one that never was. */
    private static int number(String version) {
        return version.matches("\\d{1,9}") ? Integer.parseInt(version) : NO_VERSION;
    }
}
