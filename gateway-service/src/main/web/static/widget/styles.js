/** How the panel looks. A sheet made by script, which no Content-Security-Policy for styles stands against. */

import { TOKENS } from './theme.js';

const FRAME = `
    *, *::before, *::after { box-sizing: border-box; }
    .panel {
        position: fixed; inset: auto var(--_gap) calc(var(--_gap) + 76px + env(safe-area-inset-bottom, 0px)) auto;
        width: min(var(--parley-width, 404px), 100vw - 2 * var(--_gap)); max-width: none;
        height: min(var(--parley-height, 668px), 100dvh - 2 * var(--_gap) - 80px); max-height: none;
        margin: 0; padding: 0; overflow: hidden; border: 1px solid var(--_border); border-radius: var(--_radius);
        flex-direction: column; background: var(--_background); color: var(--_text);
        font: 400 var(--_size)/1.5 var(--_font); text-align: start; overflow-wrap: anywhere;
        box-shadow: 0 2px 6px -2px var(--_shadow), 0 24px 64px -16px var(--_shadow);
    }
    .panel[open] { display: flex; animation: rise .22s cubic-bezier(.2, .8, .3, 1); }
    :host([position=bottom-left]) .panel { inset-inline: unset; left: var(--_gap); right: auto; }
    .header::before {
        content: ''; position: absolute; z-index: -1; inset: 0 0 auto; height: 180px; pointer-events: none;
        background: radial-gradient(110% 100% at 12% -20%, color-mix(in srgb, var(--_accent) 20%, transparent), transparent 72%);
    }
    .panel > * { position: relative; flex: none; }
    button, textarea, input { font: inherit; color: inherit; letter-spacing: inherit; }
    button { border: 0; margin: 0; padding: 0; background: none; cursor: pointer; text-align: inherit; }
    button:disabled { cursor: default; opacity: .45; }
    h2, h3, p, ol, ul, fieldset, blockquote { margin: 0; padding: 0; border: 0; }
    :focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; }
    .icon {
        flex: none; width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round;
        stroke-linejoin: round; opacity: 1; transform: none;
    }
    .unseen {
        position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
        white-space: nowrap;
    }

    .panel > .header { position: static; }
    .header { display: flex; align-items: center; gap: 12px; padding: 16px 12px 14px 16px; }
    .header:dir(rtl) { padding: 16px 16px 14px 12px; }
    .portrait { position: relative; }
    .avatar {
        display: grid; place-items: center; width: 24px; height: 24px; border-radius: 9px 9px 3px 9px;
        background: color-mix(in srgb, var(--_accent) 16%, var(--_background)); color: var(--_accent);
        font-weight: 650; font-size: 12px; line-height: 1;
    }
    .avatar:dir(rtl) { border-radius: 9px 9px 9px 3px; }
    .avatar.large { width: 42px; height: 42px; border-radius: 15px 15px 5px 15px; font-size: 18px;
        background: var(--_accent); color: var(--_on-accent); }
    .avatar.large:dir(rtl) { border-radius: 15px 15px 15px 5px; }
    .dot {
        position: absolute; inset-block-start: -3px; inset-inline-end: -3px; width: 13px; height: 13px; border-radius: 50%;
        border: 2.5px solid var(--_background); background: var(--_wait);
    }
    [data-state=online] .dot { background: var(--_good); }
    [data-state=ended] .dot, [data-state=offline] .dot { background: var(--_danger); }
    [data-state=connecting] .dot, [data-state=offline] .dot { animation: breathe 1.2s ease-in-out infinite alternate; }
    .titles { flex: 1; min-width: 0; }
    .name { font-size: 1.08em; font-weight: 650; line-height: 1.25; letter-spacing: -.01em; }
    .status { color: var(--_muted); font-size: .84em; line-height: 1.35; }
    .tool { display: grid; place-items: center; width: 28px; height: 28px; border-radius: 9px; color: var(--_muted); }
    .tool .icon { width: 17px; height: 17px; }
    .tool.large, .person { width: 38px; height: 38px; border-radius: 12px; display: grid; place-items: center; }
    .tool.large .icon { width: 21px; height: 21px; }
    .person { color: var(--_accent); background: color-mix(in srgb, var(--_accent) 12%, transparent); }
    .tool:hover, .person:hover { background: color-mix(in srgb, var(--_accent) 18%, transparent); color: var(--_text); }
    .tool[aria-pressed=true] { color: var(--_accent); background: color-mix(in srgb, var(--_accent) 14%, transparent); }
    .tool[aria-pressed=true] .icon { fill: color-mix(in srgb, currentColor 30%, transparent); }
    .tool.done { color: var(--_accent); }

    .banner {
        display: flex; align-items: center; gap: 10px; margin: 0 16px 10px; padding: 10px 12px; border-radius: 14px;
        background: color-mix(in srgb, var(--_accent) 10%, var(--_background)); font-size: .9em; line-height: 1.35;
    }
    .banner p { flex: 1; }
    .banner strong { font-weight: 600; }
    .banner span { display: block; color: var(--_muted); }
    .banner > .icon { color: var(--_accent); }
    .banner.assigned { background: var(--_agent); }
    .banner.ended > .icon { color: var(--_danger); }
    .link {
        min-height: 28px; padding: 2px 4px; border-radius: 6px; color: var(--_accent); font-weight: 600; font-size: .92em;
        text-decoration: underline; text-decoration-color: color-mix(in srgb, currentColor 40%, transparent);
        text-underline-offset: 3px;
    }
    .link:hover { text-decoration-color: currentColor; }
    .link.danger, .problem { color: var(--_danger); }
    .button {
        min-height: 40px; padding: 6px 16px; border-radius: 12px; background: var(--_accent); color: var(--_on-accent);
        font-weight: 600; border: 1px solid transparent; text-align: center;
    }
    .button:hover:enabled { filter: brightness(1.08); }
    .button.quiet { background: none; color: var(--_text); border-color: var(--_border); }
    .field {
        display: block; width: 100%; padding: 9px 12px; border: 1px solid var(--_border); border-radius: 12px; resize: none;
        background: var(--_background); color: var(--_text);
    }
    .row { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-block-start: 12px; }

    .notice { margin: 0 16px 8px; padding: 9px 14px; border-radius: 12px; background: var(--_text); color: var(--_background);
        font-size: .9em; line-height: 1.35; }
    .sheet { margin: 0 12px 10px; padding: 16px; border-radius: 16px; background: var(--_surface); font-size: .94em; animation: rise .18s ease-out; }
    .panel > .sheets { flex: 0 1 auto; overflow: auto; }
    .sheet h3, .sheet legend { padding: 0; font-size: 1.08em; font-weight: 650; margin-block-end: 2px; }
    .sheet > p { color: var(--_muted); }
    .sheet label { display: block; margin-block: 12px 6px; font-weight: 550; }
    .stars { display: flex; gap: 2px; margin-block-start: 8px; }
    .sheet .star { position: relative; margin: 0; color: var(--_muted); cursor: pointer; border-radius: 10px; }
    .star .icon { display: block; width: 40px; height: 40px; padding: 5px; stroke-width: 1.5; }
    .star input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
    .star.lit { color: var(--_wait); }
    .star.lit .icon { fill: currentColor; }
    .star:has(:focus-visible) { outline: 2px solid var(--_accent); outline-offset: -2px; }

    .composer { padding: 0 12px 12px; }
    .box {
        display: flex; align-items: flex-end; gap: 6px; padding: 6px; border: 1px solid var(--_border); border-radius: 22px;
        background: var(--_surface); transition: border-color .15s, box-shadow .15s;
    }
    .box:focus-within {
        border-color: var(--_accent); box-shadow: 0 0 0 3px color-mix(in srgb, var(--_accent) 18%, transparent);
    }
    .box textarea {
        flex: 1; min-width: 0; min-height: 38px; max-height: calc(6 * 1.5em + 14px); padding: 7px 8px 7px 10px; border: 0;
        outline: 0; resize: none; background: none; overscroll-behavior: contain;
    }
    textarea::placeholder { color: var(--_muted); opacity: 1; }
    .round { flex: none; display: grid; place-items: center; width: 38px; height: 38px; border-radius: 50%;
        background: var(--_accent); color: var(--_on-accent); transition: opacity .15s; }
    .round.stop { background: none; color: var(--_accent); box-shadow: inset 0 0 0 2px currentColor; }
    .round.stop .icon { fill: currentColor; }
    .counter { display: block; padding-inline: 12px; text-align: end; font-size: .8em; color: var(--_muted); }
    .counter:empty { display: none; }
    .counter.problem { color: var(--_danger); }`;

const CONVERSATION = `
    .panel > .scene { position: relative; flex: 1; min-height: 0; display: flex; }
    .log {
        position: relative; flex: 1; overflow: hidden auto; padding: 6px 16px 12px; overscroll-behavior: contain; overflow-anchor: none;
        mask-image: linear-gradient(#0000, #000 14px calc(100% - 8px), #0000); scrollbar-width: thin; scrollbar-color: color-mix(in srgb, var(--_muted) 45%, transparent) transparent;
    }
    .log:focus-visible { outline-offset: -3px; border-radius: 12px; }
    .chip {
        display: none; align-items: center; gap: 8px; min-height: 36px; margin-block-start: 14px; padding: 4px 14px 4px 11px;
        border: 1px solid var(--_border); border-radius: 18px; color: var(--_accent); font-weight: 600; font-size: .92em;
    }
    .chip .icon { width: 18px; height: 18px; }
    .chip:hover { border-color: var(--_accent); }
    .fresh .chip { display: flex; }
    .older { display: block; margin: 4px auto 8px; }
    .lines { list-style: none; }
    .line { position: relative; display: grid; justify-items: start; margin-block-start: 3px; contain: layout style; }
    .line.first { margin-block-start: 14px; }
    .day:not(:empty) { justify-self: stretch; display: flex; align-items: center; gap: 12px; margin-block: 6px 12px;
        color: var(--_muted); font-size: .8em; font-weight: 550; }
    .day:not(:empty)::before, .day:not(:empty)::after { content: ''; flex: 1; height: 1px; background: var(--_border); }
    .who { display: flex; align-items: center; gap: 8px; margin-block-end: 5px; font-size: .86em; font-weight: 600; }
    .said { max-width: 100%; min-width: 0; }
    .own, .agent, .user { --_ground: var(--_agent); }
    .own { justify-items: end; --_ground: var(--_own); }
    .own .said, .agent .said, .user .said {
        width: fit-content; max-width: 86%; padding: 9px 14px; border-radius: 18px; background: var(--_ground);
        white-space: pre-wrap; line-height: 1.45;
    }
    .own .said { color: var(--_on-own); }
    .said:focus { outline: 0; }
    .own.last .said { border-end-end-radius: 5px; }
    .agent.last .said, .user.last .said { border-end-start-radius: 5px; }
    .agent .avatar { background: var(--_agent); color: var(--_text); }
    .own .said:has(.editor) {
        width: 100%; max-width: 100%; background: var(--_surface); color: var(--_text); padding: 12px;
    }
    .own.failed .said { background: none; color: var(--_text); box-shadow: inset 0 0 0 1.5px var(--_danger); }
    .line.gone .said {
        background: none; box-shadow: inset 0 0 0 1px var(--_border); color: var(--_muted); font-style: italic;
    }
    .failure .said { display: flex; gap: 8px; padding: 9px 14px; border-radius: 14px; color: var(--_danger);
        background: color-mix(in srgb, var(--_danger) 9%, var(--_background)); }
    .event {
        justify-items: center; margin-block: 14px 6px; text-align: center; color: var(--_muted); font-size: .86em;
    }
    .event .said { padding: 3px 12px; border-radius: 12px; background: var(--_surface); }
    .said a { color: inherit; text-underline-offset: 2px; }
    .under { display: flex; flex-wrap: wrap; align-items: center; gap: 0 10px; margin-block-start: 3px; }
    .own .under { justify-content: end; }
    .foot:not(:empty) { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 8px; min-height: 22px;
        color: var(--_muted); font-size: .78em; }
    .foot .icon { width: 15px; height: 15px; }
    .foot .problem { display: flex; gap: 5px; align-items: center; color: var(--_danger); font-size: 1.1em; }
    .mark { display: grid; }
    .mark.read { color: var(--_accent); }
    .actions:not(:empty) { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 4px; font-size: .92em; }
    .actions:has(.tool) { transition: opacity .12s; }
    .own .actions { order: -1; }
    .own .actions:has(.tool), .agent .actions { opacity: 0; pointer-events: none; }
    .own:not(.last) .actions:has(.tool), .agent:not(.last) .actions {
        position: absolute; z-index: 1; inset-block-end: -8px; padding: 2px; border-radius: 12px;
        background: var(--_background); box-shadow: 0 2px 10px -2px var(--_shadow);
    }
    .line:is(:hover, :focus-within) .actions.actions { opacity: 1; pointer-events: auto; }
    @media (hover: hover) { .assistant:not(:last-child) .actions:has(.tool) { opacity: 0; } }
    .dots { display: inline-flex; gap: 4px; padding-block: 8px; margin-inline-end: 6px; }
    .dots i {
        width: 7px; height: 7px; border-radius: 50%; background: var(--_accent);
        animation: breathe .7s ease-in-out infinite alternate;
    }
    .dots i:nth-child(2) { animation-delay: .2s; }
    .dots i:nth-child(3) { animation-delay: .4s; }
    .typing { display: flex; align-items: center; margin-block-start: 10px; color: var(--_muted); font-size: .86em; }
    .jump {
        position: absolute; inset-block-end: 10px; inset-inline-end: 18px; display: flex; align-items: center; gap: 4px;
        min-width: 38px; height: 38px; padding: 0 8px; border-radius: 19px; border: 1px solid var(--_border);
        background: var(--_background); box-shadow: 0 4px 16px -4px var(--_shadow); animation: rise .16s ease-out;
    }
    .jump .count { font-weight: 650; font-size: .88em; color: var(--_accent); padding-inline-end: 3px; }
    .jump .count:empty { display: none; }

    .markdown > * + * { margin-block-start: .6em; }
    .markdown :is(h1, h2, h3, h4, h5, h6) {
        margin-block: .9em 0; font-size: 1.06em; font-weight: 650; line-height: 1.3;
    }
    .markdown > :first-child { margin-block-start: 0; }
    .markdown :is(ul, ol) { padding-inline-start: 1.4em; }
    .markdown li + li, .markdown li > :is(ul, ol) { margin-block-start: .25em; }
    .markdown li::marker { color: var(--_muted); }
    .markdown a { color: var(--_accent); }
    .markdown :is(code, pre) { font: .9em/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, monospace; direction: ltr; }
    .markdown code { padding: .12em .35em; border-radius: 6px; background: var(--_surface); }
    .code, .markdown > pre {
        border: 1px solid var(--_border); border-radius: 14px; background: var(--_surface); overflow: hidden;
    }
    .markdown pre {
        margin: 0; padding: 12px 14px; overflow-x: auto; text-align: left; overflow-wrap: normal;
        border-radius: 13px;
    }
    .markdown pre:focus-visible { outline-offset: -2px; }
    .markdown pre code { padding: 0; background: none; font-size: 1em; }
    .bar { display: flex; align-items: center; justify-content: space-between; padding: 3px 5px 0 14px; direction: ltr;
        color: var(--_muted); font-size: .8em; margin-block-end: -6px; }
    .markdown blockquote {
        padding-inline-start: 12px; border-inline-start: 3px solid var(--_border); color: var(--_muted);
    }
    .markdown table {
        display: block; max-width: 100%; overflow-x: auto; border-collapse: collapse; font-size: .94em;
        overflow-wrap: normal;
    }
    .markdown :is(th, td) { padding: 6px 12px; border: 1px solid var(--_border); text-align: start; }
    .markdown th { background: var(--_surface); font-weight: 600; }
    .markdown hr { border: 0; border-block-start: 1px solid var(--_border); }
    .markdown img { max-width: 100%; height: auto; border-radius: 12px; }

    .sources details { font-size: .88em; }
    .sources summary {
        cursor: pointer; min-height: 26px; padding: 2px 4px; border-radius: 7px; color: var(--_muted);
        width: fit-content;
    }
    .sources > details > summary {
        margin-block-start: 8px; padding: 2px 10px; border: 1px solid var(--_border); border-radius: 13px;
        font-weight: 550;
    }
    .sources > details > summary:hover { color: var(--_text); border-color: var(--_muted); }
    .sources ol { padding: 6px 0 2px; padding-inline-start: 1.7em; }
    .sources li::marker { color: var(--_accent); font-weight: 650; }
    .sources li details { font-size: 1em; }
    .sources cite { font-style: normal; color: var(--_text); font-weight: 550; }
    .sources blockquote {
        margin: 4px 0 8px; padding: 8px 12px; border-radius: 10px; background: var(--_surface); color: var(--_text);
    }

    @keyframes rise { from { opacity: 0; transform: translateY(10px); } }
    @keyframes breathe { to { opacity: .3; } }
    @media (width < 480px) or (height < 480px) {
        .panel, :host([position]) .panel {
            inset: 0; top: var(--_top, 0); width: 100%; height: var(--_height, 100dvh); border: 0; border-radius: 0;
            padding: env(safe-area-inset-top, 0px) env(safe-area-inset-right, 0px) env(safe-area-inset-bottom, 0px)
                env(safe-area-inset-left, 0px);
        }
        .box textarea, .field { font-size: max(16px, var(--_size)); }
    }
    @media (prefers-reduced-motion: reduce) { *, .panel[open] { animation: none !important; transition: none !important; } }
    @media (forced-colors: active) {
        .own .said, .agent .said, .event .said, .banner, .notice, .avatar, .round, .jump, .tool[aria-pressed=true] {
            border: 1px solid;
        }
        .dot, .dots i { forced-color-adjust: none; }
        .tool[aria-pressed=true], .star.lit { color: Highlight; }
    }`;

export const SHEET = new CSSStyleSheet();
SHEET.replaceSync(TOKENS + FRAME + CONVERSATION);
