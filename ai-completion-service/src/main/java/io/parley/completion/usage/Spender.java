package io.parley.completion.usage;

/** Who spends: a user of a tenant's chatbot. */
public record Spender(String tenant, String chatbotId, String user) {

    /** The user of a conversation whose start was never read; nobody has this id. */
    public static final String NOBODY = "";
}
