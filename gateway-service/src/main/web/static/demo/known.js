/**
 * What the page knows by now of session and conversation: from the widget's frames and from answers to calls.
 */

const LEARNT = ['session_id', 'conversation_id'];

export class Known {
    /** @type {Record<string, string>} */
    #values;
    #listener;

    /**
     * @param {Record<string, string>} values to begin with
     * @param {() => void} listener called after each change
     */
    constructor(values, listener) {
        this.#values = values;
        this.#listener = listener;
    }

    /** By the name of the placeholder; `new_id` is another one each time. */
    get values() {
        return { ...this.#values, new_id: newId() };
    }

    /**
     * Takes what it can use of a frame or an answer.
     *
     * @param {any} body
     */
    learn(body) {
        if (!body || typeof body !== 'object') {
            return;
        }
        /** @type {Record<string, string>} */
        const told = {};
        for (const name of LEARNT) {
            if (typeof body[name] === 'string') {
                told[name] = body[name];
            }
        }
        const seq = body.cursor?.seq ?? body.seq;
        if (Number.isInteger(seq)) {
            told.seq = String(seq);
        }
        this.tell(told);
    }

    /** @param {Record<string, string>} told */
    tell(told) {
        const before = JSON.stringify(this.#values);
        Object.assign(this.#values, told);
        if (JSON.stringify(this.#values) !== before) {
            this.#listener();
        }
    }
}

/** `crypto.randomUUID` is there on secure pages alone. */
function newId() {
    return `demo-${crypto.getRandomValues(new Uint32Array(3)).join('-')}`;
}
