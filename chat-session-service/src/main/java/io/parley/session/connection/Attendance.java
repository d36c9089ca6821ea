package io.parley.session.connection;

import io.parley.events.Sender;
import io.parley.events.live.Presence;
import io.parley.events.log.ConversationKey;
import io.parley.platform.log.LiveTopic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Tells every replica who has a socket here: when somebody comes, when the last socket of somebody has gone, and every
 * half minute who is still here. A signal that is lost is made good by the next one.
 */
public final class Attendance {

    private static final Duration REPEAT = Duration.ofSeconds(30);

    /** A page that is loaded again, or a cut that heals at once, is nobody's leaving. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final int SIDE_BY_SIDE = 16;

    private final Map<Attendee, Integer> sockets = new ConcurrentHashMap<>();
    private final LiveTopic live;
    private final String source;

    private record Attendee(ConversationKey conversation, Sender who) {}

    /** @param source this replica's name */
    public Attendance(LiveTopic live, String source) {
        this.live = live;
        this.source = source;
    }

    Disposable start() {
        return Flux.interval(REPEAT, Schedulers.parallel())
                .onBackpressureDrop()
                .concatMap(_ ->
                        Flux.fromIterable(sockets.keySet()).flatMap(attendee -> tell(attendee, true), SIDE_BY_SIDE))
                .subscribe();
    }

    void came(ConversationKey conversation, Sender who) {
        var attendee = new Attendee(conversation, who);
        if (sockets.merge(attendee, 1, Integer::sum) == 1) {
            tell(attendee, true).subscribe();
        }
    }

    void left(ConversationKey conversation, Sender who) {
        var attendee = new Attendee(conversation, who);
        if (sockets.computeIfPresent(attendee, (_, count) -> count == 1 ? null : count - 1) == null) {
            Mono.delay(GRACE)
                    .filter(_ -> !sockets.containsKey(attendee))
                    .flatMap(_ -> tell(attendee, false))
                    .subscribe();
        }
    }

    private Mono<Void> tell(Attendee attendee, boolean online) {
        return live.publish(attendee.conversation(), new Presence(attendee.who(), online, source))
                .onErrorComplete();
    }
}
