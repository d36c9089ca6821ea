package io.parley.escalation.following;

import io.parley.escalation.conversation.Conversation;
import io.parley.escalation.note.Note;
import io.parley.events.Floor;
import io.parley.events.HistoryCleared;
import io.parley.events.HumanRequested;
import io.parley.events.MessagePosted;
import io.parley.events.NoteAdded;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The conversations of a batch while its facts are read into them, and what is to be done about those facts. */
final class Following {

    private final Map<ConversationKey, Conversation> loaded;
    private final Map<ConversationKey, Conversation> now = new LinkedHashMap<>();
    private final List<LoggedFact> causes = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final Map<ConversationKey, Integer> erasedNotes = new LinkedHashMap<>();

    Following(Map<ConversationKey, Conversation> loaded) {
        this.loaded = loaded;
    }

    void read(LoggedFact logged, boolean isNew) {
        var before = now.getOrDefault(logged.conversation(), before(logged.conversation()));
        var step = before.read(logged);
        now.put(logged.conversation(), step.next());
        if (!step.isAdmitted()) {
            return;
        }
        if (isNew && isCause(logged, before)) {
            causes.add(logged);
        }
        switch (logged.fact()) {
            case NoteAdded added -> notes.add(note(logged, added, step.next().notes()));
            case HistoryCleared cleared
            when cleared.whole() -> {
                notes.removeIf(note -> note.key().equals(logged.conversation()));
                erasedNotes.put(logged.conversation(), before.notes());
            }
            default -> {
                // the conversation has read it, which is all
            }
        }
    }

    private static boolean isCause(LoggedFact logged, Conversation before) {
        return switch (logged.fact()) {
            case HumanRequested asked -> before.reading().floor() == Floor.ASSISTANT && mayAsk(before, asked);
            case MessagePosted posted -> opens(before, posted.sender());
            case HistoryCleared cleared -> cleared.whole();
            default -> false;
        };
    }

    private static boolean mayAsk(Conversation before, HumanRequested asked) {
        var sender = asked.requestedBy();
        return sender.equals(Sender.ASSISTANT)
                ? before.access().exists() && isMeantForNow(before, asked)
                : before.access().isOpenTo(sender.id(), sender.type() == SenderType.AGENT);
    }

    /** The assistant says under which fence it calls; a call that comes late is of a matter that was settled since. */
    private static boolean isMeantForNow(Conversation before, HumanRequested asked) {
        return !(asked.metadata().get("fence") instanceof Number fence)
                || fence.longValue() == before.reading().fence();
    }

    /**
     * Whether an agent writes where nobody was asked for, by the order of the log: what an agent wrote before it
     * resolved an escalation does not open another.
     */
    private static boolean opens(Conversation before, Sender sender) {
        return sender.type() == SenderType.AGENT
                && before.reading().floor() == Floor.ASSISTANT
                && before.access().exists()
                && !before.access().isOwnedBy(sender.id());
    }

    private static Note note(LoggedFact logged, NoteAdded added, int number) {
        return new Note(
                logged.conversation(),
                number,
                added.noteId(),
                added.escalationId(),
                added.author(),
                added.text(),
                logged.at());
    }

    private Conversation before(ConversationKey key) {
        return loaded.getOrDefault(key, Conversation.unread(key));
    }

    /** The facts that this service has to do something about, in their order. */
    List<LoggedFact> causes() {
        return causes;
    }

    Collection<Note> notes() {
        return notes;
    }

    /** How many notes of a conversation are gone. */
    Map<ConversationKey, Integer> erasedNotes() {
        return erasedNotes;
    }

    /** The conversations as loaded, and as they are now. */
    Map<Conversation, Conversation> changed() {
        var changed = new HashMap<Conversation, Conversation>();
        now.forEach((key, after) -> {
            var before = before(key);
            if (after.reading().seq() > before.reading().seq()) {
                changed.put(before, after);
            }
        });
        return changed;
    }
}
