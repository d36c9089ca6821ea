package io.parley.history.transcript;

import io.parley.events.log.ConversationKey;

class InMemoryTranscriptsTests implements TranscriptsContract {

    private final InMemoryTranscripts transcripts = new InMemoryTranscripts();
    private final InMemoryListings listings = new InMemoryListings();
    private final InMemoryRemovals removals = new InMemoryRemovals();

    @Override
    public Transcripts transcripts() {
        return transcripts;
    }

    @Override
    public Listings listings() {
        return listings;
    }

    @Override
    public Removals removals() {
        return removals;
    }

    @Override
    public Runnable crashPoint(ConversationKey key, boolean placesToo) {
        return transcripts.crashPoint(key, placesToo);
    }
}
