/**
 * The widget's colours and measures. A page changes them on the element, in its own style sheet:
 *
 *     parley-chat { --parley-accent: #7a3e9d; --parley-radius: 8px; }
 *
 * | property | what it is |
 * |---|---|
 * | `--parley-accent`, `--parley-on-accent` | bubble and buttons; what stands on them |
 * | `--parley-own`, `--parley-on-own` | the visitor's own messages; what stands on them |
 * | `--parley-background`, `--parley-surface` | the panel; fields, code and quotations on it |
 * | `--parley-text`, `--parley-muted`, `--parley-border` | words, lesser words, lines |
 * | `--parley-agent` | behind what a person of the team says |
 * | `--parley-danger` | what failed |
 * | `--parley-font`, `--parley-font-size`, `--parley-radius` | |
 * | `--parley-width`, `--parley-height`, `--parley-gap` | of the panel; from the edges of the window |
 * | `--parley-z-index` | |
 *
 * Each pair is for light and dark and keeps a contrast of 4.5 or more for text; who changes a colour keeps it, too.
 */
export const TOKENS = `
    :host {
        --_accent: var(--parley-accent, light-dark(#14655a, #79d6bc));
        --_on-accent: var(--parley-on-accent, light-dark(#ffffff, #06261f));
        --_own: var(--parley-own, light-dark(var(--_accent), #1f5147));
        --_on-own: var(--parley-on-own, light-dark(var(--_on-accent), #eefaf6));
        --_background: var(--parley-background, light-dark(#ffffff, #131816));
        --_surface: var(--parley-surface, light-dark(#f3f6f3, #1d2421));
        --_text: var(--parley-text, light-dark(#17211d, #e6ede9));
        --_muted: var(--parley-muted, light-dark(#55635c, #9fada6));
        --_border: var(--parley-border, light-dark(#dde4df, #2d3833));
        --_agent: var(--parley-agent, light-dark(#fbf0dc, #35291a));
        --_danger: var(--parley-danger, light-dark(#b3261e, #ffb4a9));
        --_good: light-dark(#1f9d6b, #4fd39b);
        --_wait: light-dark(#b7791f, #e5b95c);
        --_shadow: light-dark(#10281f2e, #000000a6);
        --_font: var(--parley-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif);
        --_size: var(--parley-font-size, 15px);
        --_radius: var(--parley-radius, 20px);
        --_gap: var(--parley-gap, 20px);
    }`;
