package io.parley.platform.problem;

/** Whole numbers that clients put into a query, with the problem they get for another text: 400 {@code bad_request}. */
public final class QueryNumber {

    private QueryNumber() {}

    /** @param most included; {@link Long#MAX_VALUE} where there is no such limit */
    public static long between(String name, String value, long least, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // answered below, like a number out of range
        }
        throw Problem.badRequest(
                "bad_request",
                most == Long.MAX_VALUE
                        ? "%s must be a whole number of %d or more.".formatted(name, least)
                        : "%s must be a whole number from %d to %d.".formatted(name, least, most));
    }
}
