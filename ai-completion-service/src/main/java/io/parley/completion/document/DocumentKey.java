package io.parley.completion.document;

/** Which document: of a tenant, for a chatbot. */
public record DocumentKey(String tenant, String chatbotId, String documentId) {

    /** The database's {@code _id}; none of the parts has a slash in it. */
    @Override
    public String toString() {
        return tenant + "/" + chatbotId + "/" + documentId;
    }
}
