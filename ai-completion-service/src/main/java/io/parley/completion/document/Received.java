package io.parley.completion.document;

/**
 * What became of an upload.
 *
 * @param isNew false where the chatbot had this file already: then this is that document
 */
public record Received(KnownDocument document, boolean isNew) {}
