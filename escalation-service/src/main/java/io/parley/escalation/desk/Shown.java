package io.parley.escalation.desk;

import io.parley.escalation.floor.LocatedEscalation;
import io.parley.escalation.rating.Rating;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An escalation with what stands beside it.
 *
 * @param position where it waits; empty where it does not
 * @param rating what the visitor said of it, where that is this reader's to know
 */
public record Shown(
        LocatedEscalation located,
        OptionalLong position,
        @Nullable Rating rating) {}
