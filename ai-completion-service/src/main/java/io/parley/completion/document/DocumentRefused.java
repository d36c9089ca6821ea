package io.parley.completion.document;

/** A document that will never do: its bytes are what they are, so nobody tries again. */
public final class DocumentRefused extends RuntimeException {

    private final DocumentFault fault;

    public DocumentRefused(DocumentFault fault) {
        super(fault.code(), null, false, false);
        this.fault = fault;
    }

    public DocumentFault fault() {
        return fault;
    }
}
