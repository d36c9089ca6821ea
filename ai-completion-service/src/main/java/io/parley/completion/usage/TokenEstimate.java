package io.parley.completion.usage;

import io.parley.events.TokenUsage;

/** Guesses tokens from the length of a text, where no provider counts them. */
public final class TokenEstimate {

    /** OpenAI's rule of thumb for English: "1 token is about 4 characters". Other languages need more tokens. */
    private static final int CHARACTERS = 4;

    private TokenEstimate() {}

    public static int tokens(int characters) {
        return (characters + CHARACTERS - 1) / CHARACTERS;
    }

    public static TokenUsage usage(int promptCharacters, int answerCharacters) {
        int prompt = tokens(promptCharacters);
        int answer = tokens(answerCharacters);
        return new TokenUsage(prompt, answer, prompt + answer, true);
    }
}
