package io.parley.history.conversations;

import io.parley.events.log.ConversationKey;
import io.parley.history.transcript.Activity;
import io.parley.history.transcript.Listings;
import io.parley.history.transcript.ReadTranscript;
import io.parley.history.transcript.Transcript;
import io.parley.history.transcript.TranscriptEntry;
import io.parley.history.transcript.Transcripts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lists somebody's conversations. Of all of them it looks at the last activity, of those on the page at the rest: what
 * a page costs grows with the number of conversations, not with what is said in them.
 */
public final class ListConversations {

    /** Texts that have to be looked for at the same time, where what was said last was taken back. */
    private static final int LOOKUPS = 8;

    private final Transcripts transcripts;
    private final Listings listings;
    private final ReadTranscript reading;
    private final Duration closedAfter;
    private final Clock clock;

    ListConversations(
            Transcripts transcripts, Listings listings, ReadTranscript reading, Duration closedAfter, Clock clock) {
        this.transcripts = transcripts;
        this.listings = listings;
        this.reading = reading;
        this.closedAfter = closedAfter;
        this.clock = clock;
    }

    /**
     * @param owner whose conversations
     * @param reader who asks: somebody else sees what is open to agents
     * @param after null for the list's beginning
     */
    public Mono<ConversationList> list(
            String tenant, String owner, String reader, @Nullable ListPlace after, int limit) {
        return listings.of(tenant, owner)
                .flatMapMany(transcripts::activities)
                .filter(activity -> activity.access().isOwnedBy(owner)
                        && activity.access().isOpenTo(reader, !reader.equals(owner))
                        && (after == null || after.isBefore(activity)))
                .sort(ListPlace.ORDER)
                .take(limit + 1L)
                .collectList()
                .flatMap(found -> page(found.subList(0, Math.min(limit, found.size())), owner, reader)
                        .map(shown -> new ConversationList(
                                shown, found.size() > limit ? ListPlace.of(found.get(limit - 1)) : null)));
    }

    private Mono<List<ListedConversation>> page(List<Activity> activities, String owner, String reader) {
        var keys = activities.stream().map(Activity::key).toList();
        return transcripts
                .findAll(keys)
                // Erased, or somebody else's, since its activity was looked at.
                .filter(transcript -> transcript.access().isOwnedBy(owner)
                        && transcript.access().isOpenTo(reader, !reader.equals(owner)))
                .collectMap(Transcript::key)
                .flatMap(found -> inOrder(keys, found));
    }

    private Mono<List<ListedConversation>> inOrder(List<ConversationKey> keys, Map<ConversationKey, Transcript> found) {
        var closedBefore = clock.instant().minus(closedAfter);
        return Flux.fromStream(keys.stream().map(found::get).filter(Objects::nonNull))
                .flatMapSequential(transcript -> listed(transcript, closedBefore), LOOKUPS)
                .collectList();
    }

    private Mono<ListedConversation> listed(Transcript transcript, Instant closedBefore) {
        var summary = transcript.summary();
        if (!summary.isLastToBeFound()) {
            return Mono.just(listed(transcript, summary.lastContent(), closedBefore));
        }
        return reading.newestSaid(transcript)
                .map(TranscriptEntry::content)
                .map(content -> listed(transcript, content, closedBefore))
                .switchIfEmpty(Mono.fromSupplier(() -> listed(transcript, null, closedBefore)));
    }

    private static ListedConversation listed(
            Transcript transcript, @Nullable String lastMessage, Instant closedBefore) {
        var summary = transcript.summary();
        var startedAt = Objects.requireNonNullElse(transcript.startedAt(), Instant.EPOCH);
        var lastAt = Objects.requireNonNullElse(summary.lastAt(), startedAt);
        return new ListedConversation(
                transcript.key().conversation(),
                transcript.chatbotId(),
                ConversationStatus.of(transcript.reading().floor(), lastAt, closedBefore),
                lastMessage,
                lastAt,
                summary.unread().count(),
                startedAt);
    }
}
