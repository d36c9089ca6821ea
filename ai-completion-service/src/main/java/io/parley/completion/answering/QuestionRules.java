package io.parley.completion.answering;

import io.parley.completion.chatbot.ChatbotProfile;
import io.parley.events.MessagePosted;
import io.parley.events.SenderType;
import io.parley.events.WhileAnswering;
import org.jspecify.annotations.Nullable;

/**
 * What a chatbot's rules make of a question. They are looked at once, when the question is read: a rule that changes
 * later changes nothing about it.
 *
 * @param interrupts whether it ends the answers that were asked for before it
 * @param callsPerson why a person is called in place of the model; null where the model is asked
 */
record QuestionRules(boolean interrupts, @Nullable String callsPerson) {

    static final QuestionRules NONE = new QuestionRules(false, null);

    static QuestionRules of(ChatbotProfile chatbot, MessagePosted question) {
        boolean isVisitors = question.sender().type() == SenderType.USER;
        return new QuestionRules(
                isVisitors && chatbot.whileAnswering() == WhileAnswering.INTERRUPT,
                isVisitors && chatbot.handoff().isAskedForIn(question.content()) ? PersonCall.BY_WORDS : null);
    }
}
