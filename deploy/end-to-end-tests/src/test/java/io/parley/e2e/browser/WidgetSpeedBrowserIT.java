package io.parley.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.parley.e2e.ScriptedSuite;
import io.parley.e2e.WithSuite;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How fast the widget is and what it takes, printed for docs/widget.md. Times are not held: they are those of a machine that
 * does other things. Text and memory are.
 */
@WithSuite
@WithBrowser
class WidgetSpeedBrowserIT {
    private static final int CHUNKS = 10_000;
    private static final double MEGABYTE = 1 << 20;

    /** A socket of the page's own, which says what the test has it say; sessions and tickets stay the suite's. */
    private static final String SOCKET = """
            window.WebSocket = class extends EventTarget {
                static OPEN = 1;
                readyState = 1;
                protocol = 'chat.v1';
                constructor() {
                    super();
                    window.socket = this;
                    setTimeout(() => this.tell({ type: 'session_info', session_id: 's', conversation_id: 'c',
                        chatbot_name: 'Leta AI', message: 'Connected', cursor: { epoch: 'scripted', seq: 0 } }));
                }
                send(text) {
                    if (JSON.parse(text).type === 'resume') {
                        this.tell({ type: 'recovered', recovered: true, count: 0, cursor: { epoch: 'scripted', seq: 0 } });
                    }
                }
                close() {}
                tell(frame) {
                    const event = new MessageEvent('message', { data: JSON.stringify(frame) });
                    this.dispatchEvent(event);
                    this.onmessage?.(event);
                }
            };
            """;

    private final String gateway;
    private final Shop shop;

    WidgetSpeedBrowserIT(ScriptedSuite suite) {
        this.gateway = suite.suite().url();
        this.shop = Shop.with(gateway);
    }

    @AfterEach
    void closeShop() {
        shop.close();
    }

    @Test
    void opensForTheFirstTime(Windows windows) {
        var figures = IntStream.range(0, 5)
                .mapToObj(_ -> windows.open(shop.page()))
                .map(WidgetSpeedBrowserIT::opening)
                .toList();

        System.out.printf(
                "widget: first opening, nothing cached: can be typed into after %s ms, connected after %s ms%n",
                figures.stream().map(List::getFirst).sorted().toList(),
                figures.stream().map(List::getLast).sorted().toList());
        assertThat(figures).allMatch(figure -> figure.size() == 2);
    }

    @Test
    void showsTenThousandChunksOfOneAnswer(Windows windows) {
        var widget = Widget.opened(scripted(windows));

        var figures = (Map<?, ?>) widget.page().evaluate("""
                async (count) => {
                    const frames = [];
                    const longTasks = [];
                    new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
                        .observe({ type: 'longtask' });
                    let last = 0;
                    let runs = true;
                    requestAnimationFrame(function next(now) {
                        if (last) {
                            frames.push(now - last);
                        }
                        last = now;
                        if (runs) {
                            requestAnimationFrame(next);
                        }
                    });
                    const id = 'answer';
                    let whole = '';
                    socket.tell({ type: 'response_start', message_id: id, in_reply_to: 'question', attempt: 1, message: '' });
                    for (let index = 0; index < count; index++) {
                        const chunk = index % 400 === 399 ? '\\n\\n```js\\nlight(on);\\n```\\n\\n' : index % 100 === 99 ? '.\\n\\n- ' : `word${index} `;
                        whole += chunk;
                        socket.tell({ type: 'response_chunk', message_id: id, attempt: 1, index, chunk });
                        if (index % 40 === 39) {
                            await new Promise((resolve) => setTimeout(resolve, 16));
                        }
                    }
                    socket.tell({ type: 'response_complete', id, message_id: id, attempt: 1, full_response: whole, content: whole,
                        in_reply_to: 'question', finish_reason: 'stop', citations: [], sender_id: 'ai-assistant', sender_type: 'assistant',
                        timestamp: new Date().toISOString(), metadata: {}, conversation_id: 'c', seq: 1, prev_seq: 0 });
                    await new Promise((resolve) => setTimeout(resolve, 500));
                    runs = false;
                    frames.sort((one, other) => one - other);
                    return { frames: frames.length, median: frames[frames.length >> 1], p99: frames[Math.floor(frames.length * 0.99)],
                        longest: frames.at(-1), over50: frames.filter((frame) => frame > 50).length,
                        longTasks: longTasks.length, longestTask: Math.max(0, ...longTasks), length: whole.length };
                }""", CHUNKS);

        System.out.println(
                "widget: " + CHUNKS + " chunks into one answer, ms between frames of the screen: " + figures);
        assertThat(widget.answer("word9998 ")).isVisible();
        assertThat(widget.button("Stop the answer")).isHidden();
        assertThat(widget.answer("word0 ").locator("pre")).hasCount(CHUNKS / 400);
    }

    @Test
    void staysAsLargeAsItIsOverAThousandMessages(Windows windows) {
        var widget = Widget.opened(scripted(windows));
        var page = widget.page();
        var developer = page.context().newCDPSession(page);
        hear(page, 0, 200);
        var after200 = heap(developer);
        hear(page, 200, 600);
        var after600 = heap(developer);
        hear(page, 600, 1000);
        var after1000 = heap(developer);
        var lines = widget.lines().count();

        System.out.printf(
                "widget: heap after 200, 600, 1000 messages: %.2f, %.2f, %.2f MiB; %d lines in the page%n",
                after200 / MEGABYTE, after600 / MEGABYTE, after1000 / MEGABYTE, lines);
        assertThat(widget.agents("Message 999 ")).isVisible();
        assertThat(lines).isLessThanOrEqualTo(250);
        assertThat(after1000 - after600)
                .as("bytes that 400 messages leave behind")
                .isLessThan(MEGABYTE);
    }

    private Page scripted(Windows windows) {
        var page = windows.open(Look.desktop());
        page.addInitScript(SOCKET);
        page.navigate(shop.page());
        return page;
    }

    private static List<Double> opening(Page page) {
        @SuppressWarnings("unchecked")
        var times = (List<Number>) page.evaluate("""
                async () => {
                    const { shadowRoot } = document.querySelector('parley-chat');
                    const until = async (isThere) => {
                        while (!isThere()) {
                            await new Promise(requestAnimationFrame);
                        }
                        return Math.round(performance.now() - began);
                    };
                    const began = performance.now();
                    shadowRoot.querySelector('.bubble').click();
                    return [
                        await until(() => shadowRoot.activeElement?.matches('.composer textarea')),
                        await until(() => shadowRoot.querySelector('.header')?.dataset.state === 'online'),
                    ];
                }""");
        return times.stream().map(Number::doubleValue).toList();
    }

    private static void hear(Page page, int from, int to) {
        page.evaluate("""
                async ([from, to]) => {
                    for (let n = from; n < to; n++) {
                        socket.tell({ type: 'message', id: `m${n}`, sender_id: 'bea', sender_type: 'agent', metadata: {}, conversation_id: 'c',
                            content: `Message ${n} ${'of some length, as people write. '.repeat(6)}`, timestamp: new Date().toISOString(),
                            seq: n + 1, prev_seq: n });
                        if (n % 5 === 4) {
                            await new Promise(requestAnimationFrame);
                        }
                    }
                    await new Promise((resolve) => setTimeout(resolve, 300));
                }""", List.of(from, to));
    }

    /** Once what nobody needs is gone. */
    private static double heap(CDPSession developer) {
        JsonObject usage = new JsonObject();
        for (int times = 0; times < 3; times++) {
            developer.send("HeapProfiler.collectGarbage");
            usage = developer.send("Runtime.getHeapUsage");
        }
        return usage.get("usedSize").getAsDouble();
    }
}
