/**
 * Asks again and again: often while somebody looks at the page, seldom while nobody does, ever more seldom while it
 * fails.
 */

const LONGEST_PAUSE = 30_000;

export class Poller {
    /** @type {() => Promise<void>} */
    #ask;
    #visible;
    #hidden;
    #failures = 0;
    #timer = 0;
    #stopped = true;
    /** @type {Promise<void>|null} */
    #asking = null;

    /**
     * @param {() => Promise<void>} ask rejects where it failed
     * @param {{visibleMs: number, hiddenMs: number}} pauses
     */
    constructor(ask, { visibleMs, hiddenMs }) {
        this.#ask = ask;
        this.#visible = visibleMs;
        this.#hidden = hiddenMs;
    }

    start() {
        this.#stopped = false;
        document.addEventListener('visibilitychange', this.#lookedAt);
        window.addEventListener('online', this.#lookedAt);
        void this.now();
    }

    stop() {
        this.#stopped = true;
        clearTimeout(this.#timer);
        document.removeEventListener('visibilitychange', this.#lookedAt);
        window.removeEventListener('online', this.#lookedAt);
    }

    /** Asks at once; what is being asked just now is waited for first, for it may have begun too early. */
    async now() {
        while (this.#asking) {
            await this.#asking;
        }
        if (!this.#stopped) {
            await this.#run();
        }
    }

    #lookedAt = () => {
        if (!document.hidden) {
            void this.now();
        }
    };

    async #run() {
        clearTimeout(this.#timer);
        this.#asking = this.#ask().then(
            () => {
                this.#failures = 0;
            },
            () => {
                this.#failures += 1;
            },
        );
        await this.#asking;
        this.#asking = null;
        if (!this.#stopped) {
            clearTimeout(this.#timer);
            this.#timer = window.setTimeout(() => void this.now(), this.#pause());
        }
    }

    #pause() {
        const usual = document.hidden ? this.#hidden : this.#visible;
        return Math.min(Math.max(usual, LONGEST_PAUSE), usual * 2 ** this.#failures);
    }
}
