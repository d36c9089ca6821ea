package io.parley.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.parley.e2e.RunningSuite;
import io.parley.e2e.WithSuite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents at work in the desk, with visitors at the other end of the wire. */
@WithSuite
@WithBrowser
class DeskBrowserIT {
    private static final String ORDER = "order-4711";

    private final RunningSuite suite;
    private DeskPeople people;

    DeskBrowserIT(RunningSuite suite) {
        this.suite = suite;
        this.people = DeskPeople.of(suite);
    }

    @BeforeEach
    void aTenant() {
        people = DeskPeople.of(suite);
    }

    @Test
    void letsInWhoMayBeThereAndTellsOthersWhyNot(Windows windows) {
        windows.expecting("status of 401");
        var page = windows.open(suite.url() + "/desk/");
        var desk = new DeskPage(page);
        var problem = page.locator("#sign-in-problem");
        Windows.picture(page, "desk-sign-in-light");
        assertThat(Accessibility.violations(page)).isEmpty();

        desk.button("Sign in").click();
        assertThat(problem).hasText("Paste a token first.");
        signIn(desk, "not.a-token");
        assertThat(problem).containsText("This is no token");
        signIn(desk, people.token("mira", "Mira", Duration.ofHours(1), "user"));
        assertThat(problem).containsText("This token is a visitor's (Mira).");
        signIn(desk, people.token("bea", "Bea", Duration.ofHours(-1), "agent"));
        assertThat(problem).containsText("This token expired on");
        var token = people.token("Bea", "agent");
        signIn(desk, token.substring(0, token.length() - 6) + "AAAAAA");
        assertThat(problem).hasText("The server does not accept this token.");

        signIn(desk, token);
        assertThat(page.locator(".desk")).isVisible();
        assertThat(page.locator(".rail-account")).hasAttribute("title", Pattern.compile("Bea · Agent"));
        assertThat(page.locator(".rail").getByText("Usage")).hasCount(0);

        page.reload();
        assertThat(page.locator(".desk")).isVisible();
        desk.presses(",");
        assertThat(desk.dialog()).containsText("Token ends in 59 min");
        desk.dialogButton("Sign out").click();
        assertThat(problem).hasText("You are signed out.");
        assertThat(page.evaluate("() => sessionStorage.length + localStorage.length"))
                .isEqualTo(0);

        page.navigate(suite.url() + "/desk/#token=" + token);
        assertThat(page.locator(".desk")).isVisible();
        assertThat(page.url()).doesNotContain("token");
    }

    private static void signIn(DeskPage desk, String token) {
        desk.field("Token").fill(token);
        desk.button("Sign in").click();
    }

    @Test
    void takesAVisitorAndTalksWithIt(Windows windows) {
        var mira = people.somebody("Mira Okafor");
        var desk = people.at(windows, Look.desktop(), "Bea Lindqvist", "agent");
        assertThat(desk.page().locator(".empty h2")).hasText("All quiet");

        try (var visitor = mira.talksIn(ORDER)) {
            people.waits(mira, ORDER, "Where is my parcel?", "Parcel is late");
            assertThat(desk.lines("queue")).hasCount(1);
            assertThat(desk.lines("queue")).containsText("Mira Okafor");
            assertThat(desk.lines("queue")).containsText("Parcel is late");
            assertThat(desk.page()).hasTitle("(1) Parley desk");

            desk.presses("c");
            desk.says("The conversation is yours.");
            assertThat(desk.state()).hasText("With you");
            assertThat(desk.lines("mine")).hasCount(1);
            assertThat(desk.lines("queue")).hasCount(0);
            assertThat(desk.transcript()).containsText("Where is my parcel?");
            assertThat(desk.composer()).isFocused();

            desk.replies("Hello Mira, I am looking for it.");
            assertThat(visitor.awaits(
                                    "Bea's message",
                                    frame -> frame.is("message")
                                            && frame.text("content").startsWith("Hello Mira"))
                            .text("sender_id"))
                    .isEqualTo("bea");
            visitor.says("Thank you! <b>How</b> long does it take?");
            assertThat(desk.entries("user").last()).containsText("Thank you! <b>How</b> long does it take?");
            assertThat(desk.page().locator(".badge:visible")).hasCount(0);

            desk.notes("Third lost parcel in this street.");
            assertThat(desk.entries("note")).containsText("Third lost parcel");
            assertThat(desk.entries("note")).hasCount(1);
            visitor.signals("typing");
            assertThat(desk.page().locator(".typing")).hasText("Mira Okafor is typing…");

            desk.presses("b");
            desk.says("The assistant has the floor again.");
            visitor.says("Explain everything. [[mock id=desk first=10 interval=40 chunks=60]]");
            var answer = desk.entries("assistant").last();
            assertThat(answer).hasClass(Pattern.compile("is-streaming"));
            assertThat(answer).containsText("desk:0:");
            assertThat(answer).not().hasClass(Pattern.compile("is-streaming"));
            assertThat(answer).containsText("desk:59:");

            assertThat(visitor.frames("note")).isEmpty();
            assertThat(visitor.frames().stream().map(Object::toString))
                    .noneMatch(frame -> frame.contains("Third lost parcel"));
            desk.page().reload();
            desk.goes("#/inbox/" + ORDER);
            assertThat(desk.entries("note")).hasCount(1);
        }
    }

    @Test
    void movesConversationsAndTellsWhoWasFaster(Windows windows) {
        windows.expecting("status of 409");
        var mira = people.somebody("Mira Okafor");
        var bob = people.somebody("Bob Ferreira", "agent");
        bob.desk().status("online", 3).expecting(200);
        var escalation = people.waits(mira, ORDER, "Where is my parcel?", "Parcel is late");
        var bea = people.at(windows, Look.desktop(), "Bea Lindqvist", "agent");
        bea.opens("Mira Okafor");

        bea.page().route("**/claim", route -> {
            bob.desk().claims(escalation).expecting(200);
            route.resume();
        });
        bea.button("Claim").click();
        bea.says("Bob Ferreira was faster");
        assertThat(bea.state()).hasText("With Bob Ferreira");
        assertThat(bea.button("Claim")).hasCount(0);
        bea.page().unroute("**/claim");

        bob.desk().transfers(escalation, "bea", "You know this street.").expecting(200);
        assertThat(bea.state()).hasText("With you");
        assertThat(bea.entries("note")).containsText("You know this street.");

        bea.presses("t");
        bea.dialogButton("Transfer").click();
        assertThat(bea.dialog()).containsText("Say which agent.");
        bea.dialog().getByText("Bob Ferreira").click();
        bea.dialogButton("Transfer").click();
        bea.says("The conversation is with Bob Ferreira now.");
        assertThat(bea.lines("mine")).hasCount(0);
        assertThat(bea.lines("lately")).hasCount(1);

        bob.desk().returns(escalation).expecting(200);
        assertThat(bea.state()).hasText("Waiting for an agent");
        bea.presses("c");
        bea.says("The conversation is yours.");
        assertThat(bea.state()).hasText("With you");
        bea.presses("q");
        bea.says("The conversation waits in the queue again.");
        bea.presses("c");
        bea.says("The conversation is yours.");
        assertThat(bea.state()).hasText("With you");

        bea.presses("e");
        bea.dialog().locator("textarea").fill("Sent a new one.");
        bea.dialogButton("Resolve").click();
        bea.says("Resolved.");
        assertThat(bea.state()).hasText("The assistant answers");
        assertThat(bea.entries("note").last()).containsText("Sent a new one.");

        mira.rates(ORDER, 4, "Quick!").expecting(201);
        bea.page().reload();
        assertThat(bea.page().locator(".stars")).hasAttribute("aria-label", "4 of 5 stars");
        assertThat(bea.page().locator(".rating-comment")).hasText("Quick!");
    }

    @Test
    void showsWhoElseLooksAndKeepsWhatCouldNotBeSent(Windows windows) {
        windows.expecting("ERR_CONNECTION|ERR_EMPTY|ERR_SOCKET|WebSocket");
        var mira = people.somebody("Mira Okafor");
        people.waits(mira, ORDER, "Where is my parcel?", "Parcel is late");
        people.somebody("Bob Ferreira", "agent").desk().status("online", 3).expecting(200);
        try (var line = Line.to(suite.url());
                var visitor = mira.talksIn(ORDER)) {
            var page = windows.open(line.url() + "/desk/#token=" + people.token("Bea Lindqvist", "agent"));
            var bea = new DeskPage(page).opens("Mira Okafor");
            bea.presses("c");
            assertThat(bea.state()).hasText("With you");
            assertThat(page.locator(".person .dot-online")).isVisible();

            var bob = people.at(windows, Look.desktop(), "Bob Ferreira", "agent");
            bob.goes("#/inbox/" + ORDER);
            assertThat(page.locator(".looking")).hasText("Bob Ferreira is looking, too");
            assertThat(bob.state()).hasText("With Bea Lindqvist");
            bob.composer().pressSequentially("Hm");
            assertThat(page.locator(".typing")).containsText("Bob Ferreira");

            line.cut();
            assertThat(page.locator(".connection-offline")).isVisible();
            bea.replies("Your parcel is in Hamburg.");
            assertThat(bea.entries("agent").last()).containsText("Waits for the connection…");
            line.mend();
            assertThat(visitor.awaits(
                                    "Bea's message",
                                    frame -> frame.is("message")
                                            && frame.text("content").contains("Hamburg"))
                            .text("sender_id"))
                    .isEqualTo("bea");
            assertThat(bea.entries("agent").last()).not().containsText("Waits for the connection…");
            assertThat(bea.entries("agent").filter(new Locator.FilterOptions().setHasText("Hamburg")))
                    .hasCount(1);
        }
    }

    @Test
    void tellsWhoLooksElsewhereWhereThatIsWanted(Windows windows) {
        var page = windows.open(Look.desktop());
        page.addInitScript("""
                window.told = [];
                window.Notification = class {
                    static permission = 'default';
                    static requestPermission() {
                        return Promise.resolve((this.permission = 'granted'));
                    }
                    constructor(title, options) {
                        window.told.push(`${title}: ${options.body}`);
                    }
                    close() {}
                };
                const start = OscillatorNode.prototype.start;
                OscillatorNode.prototype.start = function (...when) {
                    window.told.push('tone');
                    start.apply(this, when);
                };""");
        page.navigate(suite.url() + "/desk/#token=" + people.token("Bea Lindqvist", "agent"));
        var desk = new DeskPage(page);
        var mira = people.somebody("Mira Okafor");
        people.waits(people.somebody("Jonas Weber"), "invoice-88", "The VAT number is wrong.", "billing");
        assertThat(desk.lines("queue")).hasCount(1);
        assertThat(page.evaluate("() => told.length")).isEqualTo(0);

        desk.presses(",");
        desk.dialog().getByLabel("Show desktop notifications").check();
        desk.dialog().getByLabel("Play a sound").check();
        page.keyboard().press("Escape");
        page.evaluate("() => { told.length = 0; }");
        var escalation = people.waits(mira, ORDER, "Where is my parcel?", "Parcel is late");
        assertThat(desk.lines("queue")).hasCount(2);
        assertThat(page.evaluate("() => told.join()")).isEqualTo("tone,tone,Somebody waits: Parcel is late");

        people.somebody("Bea Lindqvist", "agent").desk().claims(escalation).expecting(200);
        assertThat(desk.lines("mine")).hasCount(1);
        page.evaluate("() => { told.length = 0; }");
        mira.says(ORDER, "Hello?", "m2").expecting(201);
        assertThat(page.locator(".work-section-mine .badge")).containsText("2 unread messages");
        assertThat(page.evaluate("() => told.join()")).isEqualTo("tone,Mira Okafor wrote: 2 unread messages");
    }

    @Test
    void isUsedByKeysAlone(Windows windows) {
        people.waits(people.somebody("Mira Okafor"), ORDER, "Where is my parcel?", "Parcel is late");
        people.waits(people.somebody("Jonas Weber"), "invoice-88", "The VAT number is wrong.", "billing");
        var desk = people.at(windows, Look.desktop(), "Bea Lindqvist", "agent");
        assertThat(desk.lines("queue")).hasCount(2);

        desk.presses("j");
        assertThat(desk.line("Mira")).isFocused();
        desk.page().keyboard().press("j");
        assertThat(desk.line("Jonas")).isFocused();
        desk.page().keyboard().press("Enter");
        assertThat(desk.page().locator(".conversation-name")).hasText("Jonas Weber");
        desk.page().keyboard().press("c");
        assertThat(desk.state()).hasText("With you");
        desk.page().keyboard().type("I send you a new one.");
        desk.page().keyboard().press("Enter");
        assertThat(desk.entries("agent").last()).containsText("I send you a new one.");
        desk.page().keyboard().press("Escape");
        desk.page().keyboard().press("?");
        assertThat(desk.dialog()).containsText("Write a note");
        assertThat(Accessibility.violations(desk.page())).isEmpty();
        desk.page().keyboard().press("Escape");
        desk.page().keyboard().press("Escape");
        assertThat(desk.line("Jonas")).isFocused();
        desk.page().keyboard().press("/");
        desk.page().keyboard().type("mira");
        assertThat(desk.page().locator("a.work-line:visible")).hasCount(1);
        desk.page().keyboard().press("Enter");
        assertThat(desk.page().locator(".conversation-name")).hasText("Mira Okafor");

        desk.presses(",");
        desk.dialog().getByLabel("Single-key shortcuts").uncheck();
        desk.page().keyboard().press("Escape");
        desk.presses("c");
        assertThat(desk.state()).hasText("Waiting for an agent");
    }

    @Test
    void keepsChatbotsTheirDocumentsAndWhatTheyCost(Windows windows) {
        windows.expecting("status of 4(00|09|22)");
        var desk = people.at(windows, Look.desktop(), "Ada Root", "admin");
        desk.presses("g");
        desk.page().keyboard().press("c");
        desk.page().getByText("New chatbot").click();
        desk.field("Temperature").fill("7");
        desk.button("Create").click();
        assertThat(desk.page().locator(".form-row-name .problem"))
                .hasText("Must be a text of 1 to 100 characters, not all blank.");
        assertThat(desk.page().locator(".form-row-temperature .problem")).hasText("Must be a number from 0 to 2.");
        assertThat(desk.field("Name")).isFocused();
        desk.field("Name").fill("Lighthouse");
        desk.field("Temperature").fill("0.4");
        desk.button("Create").click();
        desk.says("Lighthouse is there.");
        assertThat(desk.line("Lighthouse")).hasAttribute("aria-current", "true");

        desk.field("Greeting").fill("Ahoy!");
        assertThat(desk.page().locator(".form-state")).hasText("Not saved yet");
        desk.page().keyboard().press("Control+s");
        desk.says("Saved.");
        assertThat(desk.page().locator(".form-state")).containsText("Version 2");

        desk.page()
                .getByText("Documents", new Page.GetByTextOptions().setExact(true))
                .first()
                .click();
        desk.page().locator("input[type=file]").setInputFiles(new FilePayload[] {
            file("keepers.md", "# Keepers\n\nThe keeper of the lighthouse is called Olaf Zander."),
            file("empty.exe", "MZ")
        });
        assertThat(desk.page().locator(".upload.is-failed")).containsText("empty.exe");
        assertThat(desk.page().locator(".document-status")).containsText("Ready");
        assertThat(desk.page().locator(".document-status")).containsText("1 passage");
        picture(desk.page(), "desk-documents-light");

        desk.presses("3");
        desk.field("Question").fill("Who keeps the lighthouse?");
        desk.page().keyboard().press("Enter");
        assertThat(desk.page().locator(".passage").first()).containsText("Olaf Zander");
        picture(desk.page(), "desk-search-light");
        desk.field("Question").fill("How many moons does Jupiter have in total?");
        desk.page().keyboard().press("Enter");
        assertThat(desk.page().locator(".search-result")).containsText("Nothing in its documents");

        desk.presses("2");
        desk.button("Delete keepers.md").click();
        desk.dialogButton("Delete").click();
        desk.says("keepers.md is deleted.");
        assertThat(desk.page().locator(".documents-view")).containsText("No documents yet.");
        var dragged = desk.page().evaluateHandle("""
                () => {
                    const dragged = new DataTransfer();
                    dragged.items.add(new File(['The lamp is lit at dusk.'], 'lamp.txt'));
                    return dragged;
                }""");
        desk.page().dispatchEvent(".documents-view", "drop", Map.of("dataTransfer", dragged));
        assertThat(desk.page().locator(".document-name")).containsText("lamp.txt");
        assertThat(desk.page().locator(".document-status")).containsText("Ready");

        desk.presses("1");
        desk.button("Delete").click();
        desk.dialogButton("Delete").click();
        desk.says("Lighthouse is deleted.");
        assertThat(desk.line("Lighthouse")).hasCount(0);
    }

    @Test
    void countsWhatAnswersCost(Windows windows) {
        var mira = people.somebody("Mira Okafor");
        mira.post("/api/chat/ai/send", Map.of("message", "hello [[mock id=cost first=0 interval=0 chunks=3]]"))
                .expecting(200);
        var desk = people.at(windows, Look.desktop(), "Ada Root", "admin");
        desk.goes("#/usage");
        assertThat(desk.page().locator(".usage tbody tr")).hasCount(1);
        desk.page()
                .getByText("User", new Page.GetByTextOptions().setExact(true))
                .click();
        assertThat(desk.page().locator(".usage tbody th")).hasText("mira");
        assertThat(desk.page().locator(".usage tfoot td.number").nth(1)).hasText("1");
        picture(desk.page(), "desk-usage-light");
    }

    @Test
    void isOneStepAfterTheOtherOnAPhone(Windows windows) {
        var mira = people.somebody("Mira Okafor");
        people.waits(mira, ORDER, "Where is my parcel?", "Parcel is late");
        var desk = people.at(windows, Look.phone(), "Bea Lindqvist", "agent");
        var page = desk.page();
        assertThat(desk.lines("queue")).hasCount(1);
        picture(page, "desk-phone-list-light");

        desk.line("Mira").tap();
        assertThat(page.locator(".inbox-list")).isHidden();
        desk.button("Claim").tap();
        desk.says("The conversation is yours.");
        desk.replies("Hello Mira.");
        assertThat(desk.entries("agent").last()).containsText("Hello Mira.");
        picture(page, "desk-phone-conversation-light");
        page.getByLabel("Details").first().tap();
        assertThat(page.locator(".details-pane")).isVisible();
        assertThat(page.locator(".conversation")).isHidden();
        picture(page, "desk-phone-details-light");
        page.getByLabel("Close").first().tap();
        assertThat(page.locator(".conversation")).isVisible();
        page.getByLabel("Back to the list").first().tap();
        assertThat(desk.lines("mine")).hasCount(1);
    }

    @Test
    void readsOlderPagesAndComesBackToTheNewestLine(Windows windows) {
        var mira = people.somebody("Mira Okafor");
        people.waits(mira, ORDER, "This is the first line.", "Parcel is late");
        for (var name : List.of("Bob", "Cid", "Eve")) {
            var agent = people.somebody(name, "agent");
            for (int line = 0; line < 17; line++) {
                agent.says(ORDER, "Line " + line + " of " + name, name + line).expecting(201);
            }
        }
        var desk = people.at(windows, Look.desktop(), "Bea Lindqvist", "agent").opens("Mira Okafor");
        assertThat(desk.transcript()).containsText("Line 16 of Eve");
        assertThat(desk.transcript()).not().containsText("This is the first line.");

        desk.page().locator(".transcript").evaluate("transcript => { transcript.scrollTop = 0; }");
        assertThat(desk.transcript()).containsText("This is the first line.");
        assertThat(desk.page().locator(".entry-agent")).hasCount(51);
        assertThat(desk.entries("agent").filter(new Locator.FilterOptions().setHasText("Line 16 of Eve")))
                .not()
                .isInViewport();

        mira.says(ORDER, "Is anybody there?", "m2").expecting(201);
        desk.button("New messages").click();
        assertThat(desk.entries("user").last()).isInViewport();
        assertThat(desk.page().locator(".to-newest")).isHidden();
    }

    @Test
    void isGoodToLookAtInTheDarkToo(Windows windows) {
        aDay();
        var wide = new Look(1440, 900, ColorScheme.LIGHT, "en-US", true);
        for (var look : List.of(wide, wide.dark(), Look.phone().dark())) {
            var suffix = look.isPhone() ? "-phone-dark" : look.equals(wide) ? "-light" : "-dark";
            var desk = people.at(windows, look, "Ada Root", "admin");
            assertThat(desk.lines("queue").first()).isVisible();
            picture(desk.page(), "desk-inbox" + suffix);
            desk.opens("Mira Okafor");
            assertThat(desk.transcript()).containsText("When will it be here?");
            assertThat(desk.entries("note")).hasCount(1);
            picture(desk.page(), "desk-conversation" + suffix);
            desk.goes("#/chatbots/leta");
            assertThat(desk.field("Name")).hasValue("Leta AI");
            picture(desk.page(), "desk-chatbot" + suffix);
            desk.goes("#/usage");
            assertThat(desk.page().locator(".usage")).isVisible();
            picture(desk.page(), "desk-usage" + suffix);
        }
    }

    /** Somebody who was taken care of, and two who wait. */
    private void aDay() {
        var mira = people.somebody("Mira Okafor");
        var ada = people.somebody("Ada Root", "admin");
        ada.desk().status("online", 4).expecting(200);
        people.waits(people.somebody("Jonas Weber"), "invoice-88", "The VAT number is wrong.", "billing");
        people.waits(people.somebody("Lea Fontaine"), "returns-12", "Je voudrais les renvoyer.", "complex_query");
        try (var visitor = mira.talksIn(ORDER)) {
            visitor.asks("Hi! I ordered a lamp and the parcel says “in transit” since Monday. Where is it?");
        }
        var escalation = people.waits(mira, ORDER, "That does not help me. Can I talk to somebody?", "Parcel is late");
        ada.desk().claims(escalation).expecting(200);
        ada.says(ORDER, "Hello Mira, this is Ada. I have your order in front of me.", "a1")
                .expecting(201);
        ada.desk()
                .notes(escalation, Map.of("text", "Third lost parcel in this street this month. Carrier case 88-1402."))
                .expecting(201);
        ada.says(ORDER, "It was scanned in Hamburg yesterday evening, so it is on its way again.", "a2")
                .expecting(201);
        mira.says(ORDER, "Oh good. When will it be here?", "m3").expecting(201);
    }

    /** Nothing is wider than the window, and nobody is shut out. */
    private static void picture(Page page, String name) {
        Windows.picture(page, name);
        assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        assertThat(Accessibility.violations(page)).as(name).isEmpty();
    }

    private static FilePayload file(String name, String text) {
        return new FilePayload(name, "application/octet-stream", text.getBytes(StandardCharsets.UTF_8));
    }
}
