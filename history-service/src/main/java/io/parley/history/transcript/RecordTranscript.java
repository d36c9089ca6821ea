package io.parley.history.transcript;

import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.history.erasure.Erasure;
import io.parley.history.erasure.Erasures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/** Writes facts of the log into the transcripts of their conversations; a fact that was written before changes nothing. */
public final class RecordTranscript {

    private final Transcripts transcripts;
    private final Listings listings;
    private final Removals removals;
    private final Erasures erasures;

    public RecordTranscript(Transcripts transcripts, Listings listings, Removals removals, Erasures erasures) {
        this.transcripts = transcripts;
        this.listings = listings;
        this.removals = removals;
        this.erasures = erasures;
    }

    /**
     * @param facts in the order of the log within each conversation
     * @param isNew whether a fact may cause anything: what was ever read must not be erased from the log once more
     */
    public Mono<Void> record(List<LoggedFact> facts, Predicate<LoggedFact> isNew) {
        return transcripts.open(mentions(facts)).flatMap(recordings -> {
            var erased = new ArrayList<Erasure>();
            for (var fact : facts) {
                var recording = recordings.get(fact.conversation());
                if (recording != null) {
                    recording.read(fact).filter(_ -> isNew.test(fact)).ifPresent(erased::add);
                }
            }
            var read = recordings.values().stream().filter(Recording::hasRead).toList();
            // The transcripts last: a batch that is cut off before is folded again, and says all of this again.
            return erasures.open(erased)
                    .then(listings.note(all(read, Recording::listings)))
                    .then(removals.open(all(read, Recording::removals)))
                    .then(transcripts.keep(read));
        });
    }

    private static <T> List<T> all(List<Recording> recordings, Function<Recording, List<T>> of) {
        return recordings.stream()
                .flatMap(recording -> of.apply(recording).stream())
                .toList();
    }

    private static Map<ConversationKey, Mentions> mentions(List<LoggedFact> facts) {
        var mentions = new LinkedHashMap<ConversationKey, Mentions>();
        for (var logged : facts) {
            mentions.computeIfAbsent(logged.conversation(), _ -> Mentions.none())
                    .add(logged.fact());
        }
        return mentions;
    }
}
