/**
 * The newest frames between the widget and the suite, as the panel keeps them.
 *
 * @typedef {object} LoggedFrame
 * @property {number} number counts from 1 for as long as the page lives
 * @property {'in'|'out'} direction seen from the browser
 * @property {Date} time
 * @property {string} type
 * @property {Record<string, any>} frame
 */

/** More would cost memory and show nothing that anybody reads. */
export const KEPT = 500;

export class FrameLog {
    /** @type {LoggedFrame[]} */
    #frames = [];
    #seen = 0;

    /** How many there were, kept or not. */
    get seen() {
        return this.#seen;
    }

    /** @returns {readonly LoggedFrame[]} oldest first */
    get frames() {
        return this.#frames;
    }

    /**
     * @param {'in'|'out'} direction
     * @param {Record<string, any>} frame
     * @returns {LoggedFrame}
     */
    add(direction, frame) {
        const logged = { number: ++this.#seen, direction, time: new Date(), type: typeOf(frame), frame };
        this.#frames.push(logged);
        if (this.#frames.length > KEPT) {
            this.#frames.shift();
        }
        return logged;
    }

    clear() {
        this.#frames = [];
    }
}

/**
 * What of a frame is told in one line.
 *
 * @param {Record<string, any>} frame
 */
export function gistOf(frame) {
    const said =
        frame.chunk ??
        frame.full_response ??
        frame.content ??
        frame.message ??
        frame.status ??
        frame.reaction ??
        frame.queue_position ??
        frame.after_seq ??
        frame.read_seq ??
        frame.seq ??
        frame.user_id ??
        '';
    return String(said).slice(0, 200);
}

/**
 * @param {LoggedFrame} logged
 * @param {string} words what to look for in the whole frame, in any case
 * @param {'all'|'in'|'out'} direction
 */
export function matches(logged, words, direction) {
    return (
        (direction === 'all' || logged.direction === direction) &&
        (words === '' || JSON.stringify(logged.frame).toLowerCase().includes(words.toLowerCase()) || logged.type.includes(words))
    );
}

/** @param {Record<string, any>} frame a message that is sent bears no type */
function typeOf(frame) {
    return typeof frame.type === 'string' ? frame.type : 'message';
}
