package io.parley.events;

/**
 * A chatbot as the catalogue topic names it: what other services than its owner need of it.
 *
 * @param tenant whose it is; {@value #EVERY_TENANT} where every tenant has it
 * @param whileAnswering what becomes of a message that arrives while an answer is written
 */
public record Chatbot(String tenant, String id, String name, String greeting, WhileAnswering whileAnswering) {

    public static final String EVERY_TENANT = "*";

    public Chatbot {
        // Catalogues of earlier versions do not name it.
        whileAnswering = whileAnswering == null ? WhileAnswering.ENQUEUE : whileAnswering;
    }

    /** The record key in the catalogue topic. */
    public String key() {
        return key(tenant, id);
    }

    public static String key(String tenant, String id) {
        return tenant + "/" + id;
    }
}
