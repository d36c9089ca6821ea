package io.parley.events;

/** What people did in a conversation. */
public sealed interface ConversationEvent extends ConversationFact
        permits ConversationStarted,
                MessagePosted,
                MessageEdited,
                MessageDeleted,
                ReactionSet,
                MessagesRead,
                HumanRequested,
                AnswerRequested,
                HistoryCleared,
                MessageRejected {

    @Override
    default boolean isShownTo(Audience audience) {
        return switch (this) {
            case MessagePosted _, MessageEdited _, MessageDeleted _, ReactionSet _ -> true;
            case ConversationStarted _,
                    MessagesRead _,
                    HumanRequested _,
                    AnswerRequested _,
                    HistoryCleared _,
                    MessageRejected _ -> false;
        };
    }
}
