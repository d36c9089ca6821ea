package io.parley.completion.prompt;

/**
 * A passage of a document as a model is shown it.
 *
 * @param source where it is from, in one line: title, page, heading
 */
public record Quotation(String source, String text) {}
