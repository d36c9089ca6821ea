package io.parley.events;

/**
 * A chatbot as the catalogue topic names it: what other services than its owner need of it.
 *
 * @param tenant whose it is; {@value #EVERY_TENANT} where every tenant has it
 */
public record Chatbot(String tenant, String id, String name, String greeting) {

    public static final String EVERY_TENANT = "*";

    /** The record key in the catalogue topic. */
    public String key() {
        return tenant + "/" + id;
    }
}
