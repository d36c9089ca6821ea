package io.parley.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.e2e.ScriptedSuite;
import io.parley.e2e.WithSuite;
import io.parley.testkit.ModelReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What people and models say is shown, and never run. */
@WithSuite
@WithBrowser
class HostileMessagesBrowserIT {
    private final ScriptedSuite scripted;

    HostileMessagesBrowserIT(ScriptedSuite scripted) {
        this.scripted = scripted;
    }

    /** Without the content security policy that would be the second net: here the first one has to hold. */
    @Test
    void areHarmlessHoweverTheyArrive(Windows windows) {
        windows.expecting("ERR_NAME_NOT_RESOLVED|ERR_FAILED");
        var page = windows.open(Look.desktop().options().setBypassCSP(true));
        var fetched = new ArrayList<String>();
        page.onRequest(request -> fetched.add(request.url()));
        HostileMessages.setTrap(page);
        page.navigate(scripted.suite().url() + "/static/index.html");
        var messages = HostileMessages.all();

        var seen = (Map<?, ?>) page.evaluate(HostileMessages.everyWay(), messages);

        System.out.printf(
                "%d hostile messages, shown %s times in %s renderings: %s scripts ran%n",
                messages.size(), seen.get("views"), seen.get("renderings"), ((List<?>) seen.get("hits")).size());
        assertThat(messages).hasSizeGreaterThanOrEqualTo(40);
        assertThat((List<?>) seen.get("hits")).as("scripts that ran").isEmpty();
        assertThat((List<?>) seen.get("findings")).as("what came through").isEmpty();
        assertThat(fetched)
                .as("what was fetched")
                .allSatisfy(address ->
                        assertThat(address).startsWith(scripted.suite().url()));
    }

    /** If the traps caught nothing here, that they catch nothing elsewhere would say nothing. */
    @Test
    void wouldDoHarmAsTheyAre(Windows windows) {
        windows.expecting("");
        var page = windows.open(Look.desktop().options().setBypassCSP(true));
        HostileMessages.setTrap(page);
        page.navigate(scripted.suite().url() + "/static/index.html");

        page.evaluate("""
                async (messages) => {
                    const place = document.createElement('div');
                    document.body.append(place);
                    for (const message of messages) {
                        place.innerHTML = message;
                    }
                    await new Promise((resolve) => setTimeout(resolve, 500));
                }""", List.copyOf(HostileMessages.all().values()));

        assertThat(HostileMessages.hits(page)).hasSizeGreaterThan(20);
    }

    @Test
    void areHarmlessInTheWidgetAndOnTheDesk(Windows windows) {
        var suite = scripted.suite().url();
        var messages = HostileMessages.toBeSaid();
        messages.forEach(
                message -> scripted.model().whenAsked(message, ModelReply.says(message.split("(?<=\\G.{7})"))));
        var fetched = new ArrayList<String>();

        var widget = windows.open(Look.desktop());
        widget.onRequest(request -> fetched.add(request.url()));
        HostileMessages.setTrap(widget);
        widget.navigate(suite + "/static/chat-widget.html");
        var conversation = (String) widget.evaluate("""
                async (messages) => {
                    const LIMIT = 20_000;
                    let answered = () => {};
                    chatWidget.on('message', (said) => said.sender_type === 'assistant' && answered(said));
                    let answer;
                    for (const message of messages) {
                        answer = await new Promise((resolve, reject) => {
                            answered = resolve;
                            setTimeout(() => reject(new Error(`no answer to ${message}`)), LIMIT);
                            chatWidget.sendMessage(message);
                        });
                    }
                    return answer.conversation_id;
                }""", messages);
        widget.evaluate("(reason) => chatWidget.escalateConversation(reason)", messages.getFirst());

        var agent = scripted.agent(messages.getFirst());
        var desk = windows.open(Look.desktop());
        desk.onRequest(request -> fetched.add(request.url()));
        HostileMessages.setTrap(desk);
        desk.navigate(suite + "/desk/#token=" + agent.token());
        desk.navigate(suite + "/desk/#/inbox/" + conversation);
        desk.locator(".entries .entry").nth(2 * messages.size() - 1).waitFor();
        messages.forEach(
                message -> agent.says(conversation, message, UUID.randomUUID().toString()));
        desk.locator(".entries .entry").nth(3 * messages.size() - 1).waitFor();
        widget.locator(".line.agent").nth(messages.size() - 1).waitFor();

        Windows.picture(widget, "hostile-widget");
        Windows.picture(desk, "hostile-desk");
        for (var page : List.of(widget, desk)) {
            assertThat(HostileMessages.hits(page)).isEmpty();
            assertThat(HostileMessages.handlers(page)).isEmpty();
        }
        assertThat(fetched).allSatisfy(address -> assertThat(address).startsWith(suite));
    }
}
