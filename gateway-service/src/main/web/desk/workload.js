/**
 * What there is to do: the queue, what the agent has, and who else is at the desk. Asks the server again and again and
 * tells of what is new.
 */

import { Poller } from './poller.js';

/** @typedef {import('./types.js').Queued} Queued */
/** @typedef {import('./types.js').Held} Held */
/** @typedef {import('./types.js').AgentStatus} AgentStatus */
/** @typedef {import('./account.js').Account} Account */

/** Colleagues come and go seldom. */
const COLLEAGUES = { visibleMs: 30_000, hiddenMs: 120_000 };
const WORK = { visibleMs: 3000, hiddenMs: 15_000 };

/** As much of the queue as a page shows. */
const FRONT = 200;
const MOST_LATELY = 12;

/**
 * Events: `change` (something is to be drawn), `arrived` (Queued: somebody new waits), `wrote` (Held: a visitor wrote),
 * `given` (Held: it became the agent's by somebody else's doing), `refused` (the token is not accepted any more).
 */
export class Workload extends EventTarget {
    /** @type {Queued[]} */
    queue = [];
    /** @type {Held[]} */
    held = [];
    /** What was the agent's since the page was opened and is no more, newest first. @type {Held[]} */
    lately = [];
    /** @type {Map<string, AgentStatus>} */
    colleagues = new Map();
    isLoaded = false;
    isStale = false;

    #api;
    #work;
    #colleagues;
    /** Escalations that the agent itself has just claimed: nobody has to be told of those. @type {Set<string>} */
    #claimed = new Set();

    /** @param {import('../static/chat/api.js').ChatApi} api */
    constructor(api) {
        super();
        this.#api = api;
        this.#work = new Poller(() => this.#load(), WORK);
        this.#colleagues = new Poller(() => this.#loadColleagues(), COLLEAGUES);
    }

    start() {
        this.#work.start();
        this.#colleagues.start();
    }

    stop() {
        this.#work.stop();
        this.#colleagues.stop();
    }

    /** Looks at once, after a move for example. */
    refresh() {
        return this.#work.now();
    }

    refreshColleagues() {
        return this.#colleagues.now();
    }

    /** @param {string} escalationId */
    claimedByMe(escalationId) {
        this.#claimed.add(escalationId);
    }

    /** @param {string} conversationId */
    queued(conversationId) {
        return this.queue.find((one) => one.conversation_id === conversationId) ?? null;
    }

    /** @param {string} conversationId */
    mine(conversationId) {
        return this.held.find((one) => one.conversation_id === conversationId) ?? null;
    }

    /** The visitor of a conversation as the lists know it. @param {string} conversationId */
    visitor(conversationId) {
        const known =
            this.mine(conversationId) ??
            this.queued(conversationId) ??
            this.lately.find((one) => one.conversation_id === conversationId);
        return { id: known?.user_id ?? null, name: known?.user_name ?? known?.user_id ?? null };
    }

    /** @param {string} agentId */
    nameOf(agentId) {
        return this.colleagues.get(agentId)?.name ?? agentId;
    }

    get unread() {
        return this.held.reduce((sum, one) => sum + one.unread, 0);
    }

    async #load() {
        try {
            const [queue, held] = await Promise.all([
                this.#api.call('GET', '/agent/queue', { query: { limit: FRONT } }),
                this.#api.call('GET', '/agent/conversations'),
            ]);
            this.#take(queue.escalations, held.conversations);
        } catch (failure) {
            this.isStale = true;
            this.#tell('change', null);
            this.#refusedBy(failure);
            throw failure;
        }
    }

    async #loadColleagues() {
        const { agents } = await this.#api.call('GET', '/agent/agents');
        this.colleagues = new Map(agents.map((/** @type {AgentStatus} */ one) => [one.agent_id, one]));
        this.#tell('change', null);
    }

    /** @param {unknown} failure */
    #refusedBy(failure) {
        const { status } = /** @type {{status?: number}} */ (failure);
        if (status === 401 || status === 403) {
            this.#tell('refused', failure);
        }
    }

    /**
     * @param {Queued[]} queue
     * @param {Held[]} held
     */
    #take(queue, held) {
        const before = { queue: this.queue, held: this.held };
        const isFirst = !this.isLoaded;
        this.queue = queue;
        this.held = held;
        this.#remember(before.held);
        this.isLoaded = true;
        this.isStale = false;
        this.#tell('change', null);
        if (!isFirst) {
            this.#tellNews(before.queue, before.held);
        }
    }

    /** @param {Held[]} before */
    #remember(before) {
        const gone = before.filter((one) => !this.mine(one.conversation_id));
        this.lately = [...gone, ...this.lately]
            .filter(
                (one, at, all) =>
                    !this.mine(one.conversation_id) &&
                    all.findIndex((other) => other.conversation_id === one.conversation_id) === at,
            )
            .slice(0, MOST_LATELY);
    }

    /** @param {Queued[]} queue @param {Held[]} held as they were */
    #tellNews(queue, held) {
        const known = new Set([...queue, ...held].map((one) => one.escalation_id));
        this.queue.filter((one) => !known.has(one.escalation_id)).forEach((one) => this.#tell('arrived', one));
        const unread = new Map(held.map((one) => [one.escalation_id, one.unread]));
        for (const one of this.held) {
            const had = unread.get(one.escalation_id);
            if (had === undefined && !this.#claimed.has(one.escalation_id)) {
                this.#tell('given', one);
            } else if (had !== undefined && one.unread > had) {
                this.#tell('wrote', one);
            }
        }
    }

    /** @param {string} event @param {unknown} detail */
    #tell(event, detail) {
        this.dispatchEvent(new CustomEvent(event, { detail }));
    }
}
