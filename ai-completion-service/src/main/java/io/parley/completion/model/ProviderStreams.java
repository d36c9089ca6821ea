package io.parley.completion.model;

import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;

/** Calls to a provider whose answer is a stream of server-sent events. */
public interface ProviderStreams {

    /** A request as it goes over the wire. */
    record Call(String url, Map<String, List<String>> headers, String body) {

        @Override
        public String toString() {
            return "Call[" + url + "]";
        }
    }

    /** One server-sent event; {@code name} is empty where the provider gave none. */
    record Event(String name, String data) {}

    /**
     * Calls when subscribed to. What nobody asks for is not read from the network; cancelling closes the connection.
     * Every error is a {@link ModelFailure}.
     */
    Flux<Event> open(Call call);
}
