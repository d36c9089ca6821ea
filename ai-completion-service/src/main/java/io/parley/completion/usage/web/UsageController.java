package io.parley.completion.usage.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.completion.usage.ReadUsage;
import io.parley.completion.usage.ReadUsage.By;
import io.parley.completion.usage.Tally;
import io.parley.platform.identity.Caller;
import io.parley.platform.problem.Problem;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code GET /usage}: what the answers of a tenant cost, for its admins. */
@RestController
class UsageController {

    private static final int DEFAULT_DAYS = 30;

    /** A year, whole. */
    private static final int MOST_DAYS = 366;

    private final ReadUsage usage;
    private final Clock clock = Clock.systemUTC();

    UsageController(ReadUsage usage) {
        this.usage = usage;
    }

    record Listing(String by, String from, String to, List<Row> rows, Row total) {}

    /** A sum; of the three keys the one that was asked for is there, and none in the total. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Row(
            @Nullable String chatbot,
            @Nullable String user,
            @Nullable String day,
            long answers,
            long promptTokens,
            long completionTokens,
            long totalTokens,
            long ownKeyTokens,
            boolean estimated) {

        static Row of(By by, ReadUsage.Row row) {
            return switch (by) {
                case CHATBOT -> of(row.key(), null, null, row.tally());
                case USER -> of(null, row.key(), null, row.tally());
                case DAY -> of(null, null, row.key(), row.tally());
            };
        }

        static Row of(@Nullable String chatbot, @Nullable String user, @Nullable String day, Tally tally) {
            return new Row(
                    chatbot,
                    user,
                    day,
                    tally.answers(),
                    tally.promptTokens(),
                    tally.completionTokens(),
                    tally.totalTokens(),
                    tally.ownKeyTokens(),
                    tally.estimatedAnswers() > 0);
        }
    }

    @GetMapping("/usage")
    Mono<Listing> read(
            Caller caller,
            @RequestParam(required = false) @Nullable String by,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        if (!caller.isAdmin()) {
            throw Problem.forbidden("Only an admin may see what answers cost.");
        }
        // An empty one is not one that was left out, as a default of the annotation would have it.
        var grouping = by == null ? By.DAY : by(by);
        var last = to == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : day("to", to);
        var first = from == null ? last.minusDays(DEFAULT_DAYS - 1) : day("from", from);
        if (first.isAfter(last) || first.plusDays(MOST_DAYS).minusDays(1).isBefore(last)) {
            throw Problem.badRequest(
                    "bad_request", "from must not be after to, and not more than %d days.".formatted(MOST_DAYS));
        }
        return usage.read(caller.tenant(), grouping, first, last)
                .map(rows -> new Listing(
                        grouping.name().toLowerCase(Locale.ROOT),
                        first.toString(),
                        last.toString(),
                        rows.stream().map(row -> Row.of(grouping, row)).toList(),
                        Row.of(
                                null,
                                null,
                                null,
                                rows.stream().map(ReadUsage.Row::tally).reduce(Tally.NOTHING, Tally::plus))));
    }

    private static By by(String text) {
        return switch (text) {
            case "chatbot" -> By.CHATBOT;
            case "user" -> By.USER;
            case "day" -> By.DAY;
            default -> throw Problem.badRequest("bad_request", "by must be chatbot, user or day.");
        };
    }

    private static LocalDate day(String name, String text) {
        try {
            var day = LocalDate.parse(text);
            if (day.getYear() >= 2000 && day.getYear() <= 9999) {
                return day;
            }
        } catch (DateTimeParseException _) {
            // answered below, like a year nobody means
        }
        throw Problem.badRequest(
                "bad_request", String.format(Locale.ROOT, "%s must be a day, for example 2026-11-20.", name));
    }
}
