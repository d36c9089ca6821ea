package io.parley.gateway.problem;

/** What can be wrong with a request at the gateway; {@code code} is what clients may rely on. */
public enum Problem {
    BAD_REQUEST(400, "bad_request", "Bad request"),
    UNAUTHORIZED(401, "unauthorized", "Unauthorized"),
    FORBIDDEN(403, "forbidden", "Forbidden"),
    NOT_FOUND(404, "not_found", "Not found"),
    METHOD_NOT_ALLOWED(405, "bad_request", "Method not allowed"),
    PAYLOAD_TOO_LARGE(413, "payload_too_large", "Payload too large"),
    UPGRADE_REQUIRED(426, "bad_request", "Upgrade required"),
    RATE_LIMITED(429, "rate_limited", "Too many requests"),
    INTERNAL(500, "internal", "Internal error"),
    UNAVAILABLE(503, "unavailable", "Service unavailable"),
    TIMEOUT(504, "timeout", "Gateway timeout");

    private final int status;
    private final String code;
    private final String title;

    Problem(int status, String code, String title) {
        this.status = status;
        this.code = code;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String title() {
        return title;
    }

    public Refusal because(String detail) {
        return new Refusal(this, detail);
    }
}
