package io.parley.history.transcript;

import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** The transcripts as they are kept. What they show may be a moment behind the log; see {@code LogBarrier}. */
public interface Transcripts {

    /**
     * Opens the transcripts of a batch for writing.
     *
     * @param conversations with the messages that the batch brings answers to
     */
    Mono<Map<ConversationKey, Recording>> open(Map<ConversationKey, Set<MessageId>> conversations);

    /**
     * Keeps what was recorded: entries, then their places, then how far each transcript was read. Cut off anywhere,
     * it can be done again from the facts. Fails where another replica has been faster: open and record again.
     */
    Mono<Void> keep(Collection<Recording> recordings);

    Mono<Transcript> find(ConversationKey key);

    /** The entries of a bucket, in order. */
    Mono<List<TranscriptEntry>> bucket(ConversationKey key, int number);

    /** The seq of a bucket's first entry. */
    Mono<Long> firstSeq(ConversationKey key, int number);
}
