package io.parley.history.transcript;

import io.parley.events.log.ConversationKey;

class InMemoryTranscriptsTests implements TranscriptsContract {

    private final InMemoryTranscripts transcripts = new InMemoryTranscripts();

    @Override
    public Transcripts transcripts() {
        return transcripts;
    }

    @Override
    public Runnable crashPoint(ConversationKey key, boolean placesToo) {
        return transcripts.crashPoint(key, placesToo);
    }
}
