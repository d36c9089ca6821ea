/**
 * A row for each endpoint: opened, it shows a form to call it with, and then the answer.
 *
 * @typedef {import('./caller.js').Caller} Caller
 * @typedef {import('./endpoints.js').Endpoint} Endpoint
 */

import { element } from './dom.js';
import { GROUPS } from './endpoints.js';
import { jsonView } from './json-view.js';

/** @param {Caller} caller */
export function callList(caller) {
    const scroll = element('div', { class: 'scroll' });
    for (const { title, endpoints } of GROUPS) {
        scroll.append(
            element('h3', { class: 'group' }, title),
            ...endpoints.map((endpoint) => rowOf(endpoint, caller)),
        );
    }
    return element('div', { class: 'sheet' }, scroll);
}

/**
 * @param {Endpoint} endpoint
 * @param {Caller} caller
 */
function rowOf(endpoint, caller) {
    const { method, title } = endpoint;
    const row = element(
        'details',
        {
            class: 'call',
            toggle: () => {
                if (row.open && row.childElementCount === 1) {
                    row.append(formOf(endpoint, caller));
                }
            },
        },
        element(
            'summary',
            {},
            element('span', { class: `method ${method.toLowerCase()}` }, method),
            element('span', { class: 'route' }, title),
        ),
    );
    return row;
}

/**
 * @param {Endpoint} endpoint
 * @param {Caller} caller
 */
function formOf(endpoint, caller) {
    const path = element('input', { value: endpoint.path, spellcheck: 'false', autocapitalize: 'off' });
    const body = element('textarea', { spellcheck: 'false', rows: 2 }, JSON.stringify(endpoint.body, null, 2) ?? '');
    const send = element('button', { class: 'tool strong' }, 'Send');
    const cancel = element('button', { class: 'tool', type: 'button', hidden: true }, 'Cancel');
    const outcome = element('output', { class: 'outcome' });
    const answer = element('div');
    const form = element('form', {
        submit: async (event) => {
            event.preventDefault();
            const stop = new AbortController();
            cancel.onclick = () => stop.abort();
            begin();
            try {
                const told = await caller.call(endpoint.method, path.value, bodyOf(), {
                    anonymous: endpoint.anonymous ?? false,
                    signal: stop.signal,
                });
                tell(`${told.status} ${told.statusText} · ${told.milliseconds} ms`, told.status < 400);
                answer.replaceChildren(...(told.body === null ? [] : [jsonView(told.body, `Answer of ${endpoint.title}`)]));
            } catch (failure) {
                tell(stop.signal.aborted ? 'Cancelled' : wordsOf(failure), false);
            }
            send.disabled = false;
            cancel.hidden = true;
        },
    });
    form.append(element('label', {}, 'Path', path));
    if (endpoint.body !== undefined) {
        form.append(element('label', {}, 'Body', body));
    }
    if (endpoint.hint) {
        form.append(element('p', {}, endpoint.hint));
    }
    form.append(element('div', { class: 'call-actions' }, send, cancel, outcome), answer);
    return form;

    function begin() {
        send.disabled = true;
        cancel.hidden = false;
        answer.replaceChildren();
        tell('…', true);
    }

    /**
     * @param {string} words
     * @param {boolean} good
     */
    function tell(words, good) {
        outcome.textContent = words;
        outcome.className = `outcome ${good ? 'good' : 'bad'}`;
    }

    function bodyOf() {
        if (endpoint.body === undefined || body.value.trim() === '') {
            return null;
        }
        JSON.parse(body.value);
        return body.value;
    }
}

/** @param {unknown} failure */
function wordsOf(failure) {
    if (failure instanceof SyntaxError) {
        return `The body is no JSON: ${failure.message}`;
    }
    return failure instanceof TypeError ? 'The suite cannot be reached' : String(/** @type {Error} */ (failure).message);
}
