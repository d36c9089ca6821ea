package io.parley.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.parley.e2e.ScriptedSuite;
import io.parley.e2e.WithSuite;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers are shown while they arrive, and look in the end as if they had come at once. */
@WithSuite
@WithBrowser
class MarkdownBrowserIT {

    /** Long enough that blocks are settled piece by piece. */
    private static final Map<String, String> TEXTS = Map.of(
            "everything",
            """
            # Title

            Hello **bold**, `code`, *it* and ~~gone~~, https://www.example.org

            3. three
            4. four
               - deep

            > quoted

            ```java
            int a = 1;

            int b = 2;
            ```

            | a | b |
            |---|:-:|
            | 1 | **2** |

            - [x] done
            - [ ] to do

            A [link][1] and another <https://a.example>.

            [1]: https://ref.example
            """,
            "paragraph",
            lines(1500, "word%d *w* ").replace("\n", ""),
            "bold paragraph",
            lines(900, "**word%d** and `code` ").replace("\n", ""),
            "paragraph without spaces",
            lines(900, "文字%d、これは。").replace("\n", ""),
            "list",
            lines(400, "- item %d **b**") + "\nAfter\n",
            "numbered list",
            lines(400, "1. item %d\n   - below") + "\nAfter\n",
            "table",
            "| a | b |\n|---|--:|\n" + lines(400, "| cell %d | **b** |") + "\nAfter\n",
            "code",
            "So:\n\n```js\n" + lines(400, "let a%d = 1;") + "```\n\nAfter\n",
            "code without end",
            "```\n" + lines(200, "line %d"));

    private final String gateway;

    MarkdownBrowserIT(ScriptedSuite suite) {
        this.gateway = suite.suite().url();
    }

    @Test
    void isTheSameHoweverItArrives(Windows windows) {
        var differences = (List<?>) page(windows).evaluate("""
                async (texts) => {
                    const { MarkdownView } = await import('/static/chat/markdown.js');
                    const looks = (element) => [
                        element.textContent.replace(/\\s+/g, ''),
                        ...['p', 'li', 'ol', 'ul', 'tr', 'td', 'pre', 'strong', 'em', 'code', 'a', 'blockquote'].map(
                            (tag) => `${tag} ${element.querySelectorAll(tag).length}`),
                    ].join(' ');
                    const differences = [];
                    for (const [name, text] of Object.entries(texts)) {
                        const whole = document.createElement('div');
                        new MarkdownView(whole).show(text, true);
                        for (const step of [1, 3, 7, 50, 1000]) {
                            if (text.length / step > 3000) {
                                continue;
                            }
                            const grown = document.createElement('div');
                            const view = new MarkdownView(grown);
                            for (let end = step; end < text.length; end += step) {
                                view.show(text.slice(0, end), false);
                            }
                            view.show(text, true);
                            if (looks(grown) !== looks(whole)) {
                                differences.push(`${name} by ${step}: ${looks(grown).slice(-160)} / ${looks(whole).slice(-160)}`);
                            }
                        }
                    }
                    return differences;
                }""", TEXTS);

        assertThat(differences).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "3. three                              | ol[start='3'] li",
                "[a](https://a.example 'words')        | a[href='https://a.example'][target=_blank][rel~=noopener]",
                "a<br>b                                | br",
                "H<sub>2</sub>O                        | sub",
                "**bo                                  | strong",
                "~~~\\n<b>                             | pre code",
            })
    void shows(String text, String selector, Windows windows) {
        var page = page(windows);

        show(page, text, false);

        assertThat(page.locator("#shown " + selector).count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a [link](https://exa                  | a link",
                "<div onclick=x>a</div>                | <div onclick=x>a</div>",
                "![a lamp](https://elsewhere/x.png)    | a lamp",
                "[a](javascript:alert(1))              | a",
            })
    void showsTheWordsOf(String text, String words, Windows windows) {
        var page = page(windows);

        show(page, text, false);

        assertThat(page.locator("#shown").innerText()).isEqualTo(words);
        assertThat(page.locator("#shown :is(div, img, a[href])").count()).isZero();
    }

    private Page page(Windows windows) {
        return windows.open(gateway + "/static/index.html");
    }

    private static void show(Page page, String text, boolean finished) {
        page.evaluate("""
                async ([text, finished]) => {
                    const { MarkdownView } = await import('/static/chat/markdown.js');
                    const place = document.createElement('div');
                    place.id = 'shown';
                    document.body.append(place);
                    new MarkdownView(place).show(text.replaceAll('\\\\n', '\\n'), finished);
                }""", List.of(text, finished));
    }

    private static String lines(int count, String form) {
        var text = new StringBuilder();
        for (int number = 0; number < count; number++) {
            text.append(form.formatted(number)).append('\n');
        }
        return text.toString();
    }
}
