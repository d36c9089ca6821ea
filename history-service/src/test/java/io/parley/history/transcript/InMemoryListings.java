package io.parley.history.transcript;

import io.parley.events.log.ConversationKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** The listings in a map, with the same guards as the stored ones. */
final class InMemoryListings implements Listings {

    private record Entry(String tenant, String owner, ConversationKey key) {}

    private final Map<Entry, Long> entries = new HashMap<>();

    @Override
    public Mono<Void> note(Collection<Listing> listings) {
        return Mono.fromRunnable(() -> listings.forEach(listing -> {
            var entry = new Entry(listing.key().tenant(), listing.owner(), listing.key());
            if (listing.listed()) {
                entries.merge(entry, listing.seq(), Math::max);
            } else {
                entries.computeIfPresent(entry, (_, seq) -> seq < listing.seq() ? null : seq);
            }
        }));
    }

    @Override
    public Mono<List<ConversationKey>> of(String tenant, String owner) {
        return Mono.fromSupplier(() -> entries.keySet().stream()
                .filter(entry -> entry.tenant().equals(tenant) && entry.owner().equals(owner))
                .map(Entry::key)
                .toList());
    }
}
