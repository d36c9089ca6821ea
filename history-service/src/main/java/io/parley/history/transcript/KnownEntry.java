package io.parley.history.transcript;

/**
 * An entry of an earlier batch that this one edits, deletes or reacts to.
 *
 * @param upTo the last fact that is in the entry already: a batch that was cut off may have written more of it than its
 *     transcript says
 */
public record KnownEntry(Place place, TranscriptEntry entry, long upTo) {

    KnownEntry with(TranscriptEntry changed) {
        return new KnownEntry(place, changed, upTo);
    }
}
