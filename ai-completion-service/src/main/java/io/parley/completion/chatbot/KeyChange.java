package io.parley.completion.chatbot;

/** What a change of a chatbot makes of its key. */
public sealed interface KeyChange {

    /** It stays as it is, if there is one. */
    record Keep() implements KeyChange {}

    record Remove() implements KeyChange {}

    record Put(String apiKey) implements KeyChange {

        @Override
        public String toString() {
            return "Put[]";
        }
    }
}
