/**
 * The conversation on the screen: its live transcript, who holds the floor, its notes, and who else is there.
 */

import { ChatClient } from '../static/chat/chat-client.js';
import { makeMove } from './moves.js';
import { tabStorage } from './token-store.js';

/** @typedef {import('./types.js').Escalation} Escalation */
/** @typedef {import('./types.js').Note} Note */
/** @typedef {import('../static/chat/types.js').Change} Change */
/** @typedef {import('../static/chat/types.js').Entry} Entry */
/** @typedef {import('../static/chat/types.js').EscalationState} EscalationState */
/** @typedef {import('./moves.js').MoveName} MoveName */

/** Notes of so many handovers are read. */
const WITH_NOTES = 10;

/** What lies farther back is dropped from the page once there is this much; it is read again on scrolling. */
const MOST_ENTRIES = 600;
const KEPT_ENTRIES = 300;

/** A message that is not yet with the server holds the connection for so long after the conversation was left. */
const LINGERING = 20_000;

/**
 * @typedef {{state: 'loading'} | {state: 'free', escalation: Escalation|null}
 *     | {state: 'queued'|'mine'|'other', escalation: Escalation}} Floor
 */

/**
 * Events: `transcript` (Change), `floor`, `people` (presence, typing, read marks), `notes`, `connection`, `finished`
 * (Entry), `refused` (Failure).
 */
export class OpenConversation extends EventTarget {
    /** @type {Escalation[]} newest first */
    escalations = [];
    /** @type {Note[]} */
    notes = [];
    /** Who is looking, but for the caller. @type {Map<string, string>} user id to sender type */
    present = new Map();
    /** @type {Map<string, string>} user id to sender type */
    typing = new Map();
    /** @type {Map<string, number>} */
    readUpTo = new Map();
    isLoaded = false;

    /** Handovers that were there at the opening: what comes later is told by frames. @type {Set<string>|null} */
    #atOpening = null;
    #account;
    #workload;
    #isClosed = false;

    /**
     * @param {import('./account.js').Account} account
     * @param {import('./workload.js').Workload} workload
     * @param {string} conversationId
     */
    constructor(account, workload, conversationId) {
        super();
        this.#account = account;
        this.#workload = workload;
        this.conversationId = conversationId;
        this.chat = new ChatClient({
            api: account.api,
            conversationId,
            storage: tabStorage(),
            reconnectInterval: 3000,
            typingTimeout: 1000,
        });
    }

    open() {
        const { chat } = this;
        chat.on('change', (/** @type {Change} */ change) => this.#changed(change));
        chat.on('state', () => this.#tell('connection'));
        chat.on('escalation', (/** @type {EscalationState} */ state) => this.#moved(state));
        chat.on('finished', (/** @type {Entry} */ entry) => this.#tell('finished', entry));
        chat.on('error', (/** @type {unknown} */ failure) => this.#tell('refused', failure));
        chat.on('presence', (/** @type {{userId: string, senderType: string, online: boolean}} */ signal) => {
            this.#mark(this.present, signal.userId, signal.senderType, signal.online);
        });
        chat.on('typing', (/** @type {{userId: string, senderType: string, active: boolean}} */ signal) => {
            this.#mark(this.typing, signal.userId, signal.senderType, signal.active);
        });
        chat.on('receipt', (/** @type {{userId: string, readSeq: number}} */ receipt) => {
            this.readUpTo.set(receipt.userId, Math.max(receipt.readSeq, this.readUpTo.get(receipt.userId) ?? 0));
            this.#tell('people');
        });
        this.#workload.addEventListener('change', this.#workloadChanged);
        this.#adoptFromLists();
        chat.start();
        void this.refresh();
    }

    /** What was written and is not yet with the server is still sent. */
    close() {
        this.#isClosed = true;
        this.#workload.removeEventListener('change', this.#workloadChanged);
        const isUnsent = () =>
            this.chat.transcript.entries.some((one) => one.delivery === 'queued' || one.delivery === 'sending');
        const end = () => this.chat.close();
        if (!isUnsent()) {
            end();
            return;
        }
        const giveUp = window.setTimeout(end, LINGERING);
        this.chat.on('change', () => {
            if (!isUnsent()) {
                clearTimeout(giveUp);
                end();
            }
        });
    }

    /** @returns {Floor} */
    get floor() {
        const escalation = this.escalations[0] ?? null;
        const open =
            escalation && (escalation.status === 'queued' || escalation.status === 'assigned') ? escalation : null;
        if (!this.isLoaded) {
            return { state: 'loading' };
        }
        if (!open) {
            return { state: 'free', escalation };
        }
        if (open.status === 'queued') {
            return { state: 'queued', escalation: open };
        }
        return { state: open.agent?.id === this.#account.userId ? 'mine' : 'other', escalation: open };
    }

    get escalationsAtOpening() {
        return this.escalations.filter((one) => this.#atOpening?.has(one.escalation_id));
    }

    get visitor() {
        const known = this.#workload.visitor(this.conversationId);
        const said = this.chat.transcript.entries.findLast((one) => one.senderType === 'user');
        const id = known.id ?? said?.senderId ?? null;
        return { id, name: said?.senderName ?? known.name ?? id, isHere: id !== null && this.present.has(id) };
    }

    /** Agents beside the caller who have the conversation open, by name. */
    get lookingAgents() {
        return this.#agentsOf(this.present);
    }

    /** Names of whoever is typing. */
    get typingNames() {
        const { visitor } = this;
        return [...this.typing]
            .filter(([id, type]) => id !== this.#account.userId && (type === 'user' || type === 'agent'))
            .map(([id, type]) => (type === 'agent' ? this.#workload.nameOf(id) : (visitor.name ?? id)));
    }

    /** What the lists know is shown, and can be moved, before the conversation's own routes have answered. */
    #adoptFromLists() {
        const { conversationId } = this;
        const held = this.#workload.mine(conversationId);
        const queued = this.#workload.queued(conversationId);
        const known = held ?? queued;
        if (this.isLoaded || !known) {
            return;
        }
        const { userId, claims } = this.#account;
        this.#take({
            escalation_id: known.escalation_id,
            conversation_id: conversationId,
            status: held ? 'assigned' : 'queued',
            reason: known.reason,
            queue_position: queued?.queue_position,
            created_at: known.waiting_since,
            metadata: {},
            agent: held ? { id: userId, name: claims.name } : undefined,
        });
    }

    /**
     * @param {MoveName} move
     * @param {Record<string, string>} [body]
     * @returns {Promise<import('./moves.js').Moved|null>} null where there is nothing to move
     */
    async move(move, body = {}) {
        const { floor } = this;
        if (floor.state === 'loading' || !floor.escalation) {
            return null;
        }
        const id = floor.escalation.escalation_id;
        if (move === 'claim') {
            this.#workload.claimedByMe(id);
        }
        const moved = await makeMove(this.#account.api, this.#account.userId, id, move, body);
        if (moved.now) {
            this.#take(moved.now);
        }
        void this.#workload.refresh();
        if (body.note) {
            void this.#loadNotes();
        }
        return moved;
    }

    /** @param {string} text @returns {Promise<void>} */
    async addNote(text) {
        const escalation = this.escalations[0];
        const note = await this.#account.api.call('POST', `/agent/escalations/${escalation.escalation_id}/notes`, {
            body: { text },
        });
        this.#keepNotes([note]);
    }

    /** Reads anew what no frame tells: handovers with their ratings, and notes. */
    async refresh() {
        try {
            const path = `/chat/${encodeURIComponent(this.conversationId)}/escalations`;
            const { escalations } = await this.#account.api.call('GET', path);
            this.escalations = escalations;
            this.#atOpening ??= new Set(escalations.map((/** @type {Escalation} */ one) => one.escalation_id));
            this.isLoaded = true;
            this.#tell('floor');
            await this.#loadNotes();
        } catch (failure) {
            this.isLoaded = true;
            this.#tell('refused', failure);
            this.#tell('floor');
        }
    }

    /** Forgets what lies far above what is being read. */
    trim() {
        if (this.chat.transcript.entries.length > MOST_ENTRIES) {
            this.chat.trim(KEPT_ENTRIES);
        }
    }

    async #loadNotes() {
        const found = await Promise.all(
            this.escalations
                .slice(0, WITH_NOTES)
                .map((one) => this.#account.api.call('GET', `/agent/escalations/${one.escalation_id}/notes`)),
        );
        this.#keepNotes(found.flatMap((page) => page.notes));
    }

    /** @param {Change} change */
    #changed(change) {
        const live = [...change.added].filter((one) => one.kind === 'note').map(noteOf);
        if (live.length > 0) {
            this.#keepNotes(live);
        }
        this.#tell('transcript', change);
    }

    /** @param {Note[]} notes some of them perhaps known */
    #keepNotes(notes) {
        const byId = new Map([...this.notes, ...notes].map((note) => [note.id, note]));
        this.notes = [...byId.values()].sort((one, other) => Date.parse(one.created_at) - Date.parse(other.created_at));
        this.#tell('notes');
    }

    /** @param {EscalationState} state */
    #moved(state) {
        const known = this.escalations.find((one) => one.escalation_id === state.escalationId);
        if (!known) {
            void this.refresh();
            return;
        }
        this.#take({
            ...known,
            status: state.status,
            reason: state.reason,
            agent: state.agent ?? (state.status === 'queued' ? undefined : known.agent),
        });
        void this.#workload.refresh();
    }

    /** @param {Escalation} now */
    #take(now) {
        const others = this.escalations.filter((one) => one.escalation_id !== now.escalation_id);
        this.escalations = [now, ...others].sort(
            (one, other) => Date.parse(other.created_at) - Date.parse(one.created_at),
        );
        this.isLoaded = true;
        this.#tell('floor');
    }

    /**
     * The lists learn of somebody else's move at their next look; the conversation follows where its own socket did
     * not tell.
     */
    #workloadChanged = () => {
        this.#adoptFromLists();
        const held = this.#workload.mine(this.conversationId);
        const queued = this.#workload.queued(this.conversationId);
        const { floor } = this;
        const isMissed =
            (held && floor.state !== 'mine' && this.isLoaded) ||
            (queued && floor.state !== 'queued' && floor.state !== 'loading') ||
            (!held && floor.state === 'mine');
        if (isMissed && !this.#workload.isStale) {
            void this.refresh();
        } else {
            this.#tell('floor');
        }
    };

    /**
     * @param {Map<string, string>} people
     * @param {string} userId
     * @param {string} senderType
     * @param {boolean} isThere
     */
    #mark(people, userId, senderType, isThere) {
        if (userId === this.#account.userId) {
            return;
        }
        if (isThere) {
            people.set(userId, senderType);
        } else {
            people.delete(userId);
        }
        this.#tell('people');
    }

    /** @param {Map<string, string>} people */
    #agentsOf(people) {
        return [...people].filter(([, type]) => type === 'agent').map(([id]) => this.#workload.nameOf(id));
    }

    /** @param {string} event @param {unknown} [detail] */
    #tell(event, detail = null) {
        if (!this.#isClosed) {
            this.dispatchEvent(new CustomEvent(event, { detail }));
        }
    }
}

/**
 * @param {Entry} entry
 * @returns {Note}
 */
function noteOf({ id, senderId, senderName, content, timestamp }) {
    return {
        id: id ?? '',
        author_id: senderId,
        author_name: senderName ?? undefined,
        text: content,
        created_at: timestamp,
    };
}
