/**
 * The developer's panel: builds itself into the aside, opens and closes, and passes on what the widget tells.
 *
 * @typedef {import('./demo-widget.js').DemoWidget} DemoWidget
 */

import { ChatApi } from '../chat/api.js';
import { Credentials } from '../chat/credentials.js';
import { callList } from './call-list.js';
import { Caller } from './caller.js';
import { ConnectionMonitor } from './connection-monitor.js';
import { element } from './dom.js';
import { FrameList } from './frame-list.js';
import { FrameLog } from './frame-log.js';
import { Known } from './known.js';
import { tabs } from './tabs.js';
import { widgetSettings } from './widget-settings.js';

/** Where the panel stands beside the page instead of over it; panel.css has the same. */
const BESIDE = '(min-width: 70.001rem)';

/**
 * @param {HTMLElement} panel
 * @param {HTMLElement} opener the button that opens and closes it
 * @param {DemoWidget} widget
 */
export function buildPanel(panel, opener, widget) {
    const api = new ChatApi();
    const credentials = new Credentials({ api, storage: localStorage });
    const log = new FrameLog();
    const frames = new FrameList(log);
    const monitor = new ConnectionMonitor();
    const known = new Known({ chatbot_id: widget.options.chatbotId }, () => monitor.knows(known.values));
    const close = element(
        'button',
        { type: 'button', class: 'tool icon', 'aria-label': 'Close the developer panel', click: () => show(false) },
        '×',
    );
    panel.append(
        element('div', { class: 'panel-head' }, element('h2', {}, 'Developer panel'), close),
        monitor.element,
        ...tabs('Developer panel', [
            { name: 'Frames', sheet: frames.element },
            { name: 'Calls', sheet: callList(new Caller(api, credentials, known)) },
            { name: 'Widget', sheet: widgetSettings(widget) },
        ]),
    );
    panel.addEventListener('keydown', (event) => {
        if (event.key === 'Escape' && !matchMedia(BESIDE).matches) {
            show(false);
        }
    });
    opener.addEventListener('click', () => show(panel.hasAttribute('hidden')));
    widget.on('frame', ({ direction, frame }) => {
        frames.add(log.add(direction, frame));
        monitor.passed();
        known.learn(frame);
        if (frame.type === 'session_info') {
            credentials.userId().then((user) => known.tell({ user_id: user }), () => {});
        }
    });
    widget.on('connection', ({ state }) => monitor.changed(state));
    show(matchMedia(BESIDE).matches, false);

    /**
     * @param {boolean} shown
     * @param {boolean} [moves] the focus goes along
     */
    function show(shown, moves = true) {
        panel.hidden = !shown;
        opener.setAttribute('aria-expanded', String(shown));
        if (moves) {
            (shown ? close : opener).focus();
        }
    }
}
