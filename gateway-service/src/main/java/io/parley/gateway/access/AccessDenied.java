package io.parley.gateway.access;

/** A credential that proves nothing. The reason is for the client's developer and never quotes the credential. */
public final class AccessDenied extends RuntimeException {

    private final String reason;

    public AccessDenied(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
