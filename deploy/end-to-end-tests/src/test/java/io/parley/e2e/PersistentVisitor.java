package io.parley.e2e;

import io.parley.testkit.chat.ChatClient;
import io.parley.testkit.chat.ChatSocket;
import io.parley.testkit.chat.Frame;
import io.parley.testkit.chat.FrameChecker;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A visitor with a good client, who asks one question after the other whatever happens to the suite: comes back with a new
 * socket, says again under the same name what was not acknowledged, and looks into the history for what it missed.
 */
final class PersistentVisitor implements Runnable {
    private static final Duration LOOKS_AFTER = Duration.ofSeconds(3);
    private static final long SHORTEST_PAUSE = 200;
    private static final long LONGEST_PAUSE = 600;

    /** A question and what is known of it. */
    static final class Question {
        final String name = UUID.randomUUID().toString();
        final Paced answer = Paced.answer(50, 40, 20);
        volatile @Nullable String id;
        volatile long seq;
        volatile @Nullable String failure;
        volatile long askedAt;
        volatile long answeredAt;

        boolean isAcknowledged() {
            return id != null;
        }

        boolean isAnswered() {
            return answeredAt != 0;
        }

        boolean hasFailed() {
            return failure != null;
        }

        long nanosToItsAnswer() {
            return answeredAt - askedAt;
        }
    }

    private final ChatClient client;
    private final CountDownLatch enough = new CountDownLatch(1);
    private final List<Question> questions = new ArrayList<>();
    private final List<String> breaches = new ArrayList<>();
    private volatile String conversation = "";
    private volatile int answered;
    private @Nullable ChatSocket socket;

    PersistentVisitor(ChatClient client) {
        this.client = client;
    }

    @Override
    public void run() {
        while (enough.getCount() > 0) {
            var question = new Question();
            question.askedAt = System.nanoTime();
            synchronized (questions) {
                questions.add(question);
            }
            while (!question.isAnswered()) {
                try {
                    tryToGetAnAnswer(question);
                } catch (AssertionError | UncheckedIOException | CompletionException | IllegalStateException trouble) {
                    comeBackLater();
                }
            }
            answered++;
        }
        leave();
    }

    /** Lets it finish the question it is at. */
    void hasEnough() {
        enough.countDown();
    }

    int answered() {
        return answered;
    }

    String conversation() {
        return conversation;
    }

    ChatClient client() {
        return client;
    }

    List<Question> questions() {
        synchronized (questions) {
            return List.copyOf(questions);
        }
    }

    /** What was wrong with the frames of any of its sockets. */
    List<String> breaches() {
        return breaches;
    }

    private void tryToGetAnAnswer(Question question) {
        var open = openSocket();
        if (!question.isAcknowledged()) {
            open.says(question.answer.asking("Question " + questions().size()), question.name);
            acknowledged(question, open);
        } else if (hasAnswer(question)) {
            // It was given while nobody listened.
            question.answeredAt = System.nanoTime();
            return;
        }
        open.awaits("an end of the answer", frame -> isEndOf(frame, question), LOOKS_AFTER);
        question.answeredAt = System.nanoTime();
    }

    private static void acknowledged(Question question, ChatSocket open) {
        var reply = open.awaits(
                "the acknowledgement of " + question.name,
                frame -> frame.text("client_message_id").equals(question.name));
        if (reply.is("message_received")) {
            question.seq = reply.seq();
            question.id = reply.text("message_id");
        } else {
            throw new AssertionError("not accepted: " + reply);
        }
    }

    private static boolean isEndOf(Frame frame, Question question) {
        if (!frame.text("in_reply_to").equals(question.id)) {
            return false;
        }
        if (frame.is("error")) {
            question.failure = frame.text("code");
        }
        return frame.is("error") || frame.is("response_complete");
    }

    private ChatSocket openSocket() {
        var current = socket;
        if (current != null && !current.isClosed()) {
            return current;
        }
        var session = client.session("leta");
        conversation = session.conversationId();
        var opened = client.connect(session.sessionId());
        opened.awaits("session_info");
        socket = opened;
        return opened;
    }

    private boolean hasAnswer(Question question) {
        return client.history(conversation)
                .expecting(200)
                .json()
                .path("messages")
                .valueStream()
                .anyMatch(message -> isAnswerTo(message, question));
    }

    static boolean isAnswerTo(JsonNode message, Question question) {
        return message.at("/metadata/in_reply_to").asString("").equals(question.id);
    }

    private void comeBackLater() {
        if (socket != null && socket.isClosed()) {
            keepBreaches(socket);
            socket.vanishes();
            socket = null;
        }
        pause();
    }

    private void leave() {
        if (socket != null) {
            keepBreaches(socket);
            socket.close();
        }
    }

    private void keepBreaches(ChatSocket of) {
        breaches.addAll(FrameChecker.breachesOf(of.frames()));
    }

    private static void pause() {
        try {
            var nobody = new CountDownLatch(1);
            var _ = nobody.await(
                    ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE, LONGEST_PAUSE), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
