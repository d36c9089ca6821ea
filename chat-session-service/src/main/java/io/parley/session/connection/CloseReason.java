package io.parley.session.connection;

/** Every way this service closes a socket. */
public enum CloseReason {
    ENDED(1000, "ended"),
    TOO_BIG(1009, "the frame is too big"),
    GOING_AWAY(1012, "the server goes away"),
    NOT_THERE(1012, "a service is not there"),
    TRY_LATER(1013, "not ready"),
    TOKEN_ENDED(4401, "the token has ended"),
    NOT_FOUND(4404, "no such session or conversation"),
    SILENT(4408, "nothing was heard for too long"),
    TOO_SLOW(4408, "too slow a reader"),
    OVER_LIMIT(4429, "over the limit for long");

    private final int code;
    private final String text;

    CloseReason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    public int code() {
        return code;
    }

    public String text() {
        return text;
    }
}
