package io.parley.completion.retrieval.mongo;

import io.parley.completion.document.DocumentKey;
import org.bson.Document;

/** A document's key as fields. */
final class KeyFields {

    private KeyFields() {}

    static Document of(DocumentKey document) {
        return new Document("tenant", document.tenant())
                .append("chatbot_id", document.chatbotId())
                .append("document_id", document.documentId());
    }

    static DocumentKey read(Document document) {
        return new DocumentKey(
                document.getString("tenant"), document.getString("chatbot_id"), document.getString("document_id"));
    }
}
