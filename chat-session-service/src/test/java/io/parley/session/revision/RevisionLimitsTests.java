package io.parley.session.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.platform.identity.Caller;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RevisionLimitsTests {

    private Instant now = Instant.parse("2026-11-20T10:30:00Z");

    private final RevisionLimits limits =
            new RevisionLimits(new RevisionProperties(3, Duration.ofSeconds(10), Duration.ofSeconds(1)), new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            });

    @Test
    void refusesWhatIsTooMuchAndSaysWhenThereIsRoom() {
        limits.admit(caller("t", "ann"));
        now = now.plusSeconds(4);
        limits.admit(caller("t", "ann"));
        limits.admit(caller("t", "ann"));

        assertThatThrownBy(() -> limits.admit(caller("t", "ann"))).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(6));
        });
        assertThatCode(() -> limits.admit(caller("u", "ann"))).doesNotThrowAnyException();
        assertThatCode(() -> limits.admit(caller("t", "bob"))).doesNotThrowAnyException();
        now = now.plusSeconds(6);
        assertThatCode(() -> limits.admit(caller("t", "ann"))).doesNotThrowAnyException();
    }

    private Caller caller(String tenant, String user) {
        return new Caller(tenant, user, Set.of(Caller.Role.USER), null, now.plusSeconds(3600));
    }
}
