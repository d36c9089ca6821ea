/**
 * A conversation as it is shown: facts at the places the log gave them, below them what waits to be accepted, and at the
 * end the answers that are being written. Whatever comes twice changes nothing.
 *
 * @typedef {import('./types.js').Entry} Entry
 * @typedef {import('./types.js').Change} Change
 * @typedef {import('./outbox.js').Waiting} Waiting
 */

const ASSISTANT = 'ai-assistant';

export class Transcript {
    /** @type {Entry[]} by seq */
    #facts = [];
    /** @type {Entry[]} in the order they were said in */
    #waiting = [];
    /** @type {Entry[]} in the order they began in */
    #running = [];
    /** @type {Map<string, Entry>} by message id */
    #byId = new Map();
    /** @type {Set<Entry>} running ones whose beginning the present connection has told */
    #current = new Set();
    /** @type {Map<string, Entry>} answers that a running one is to take the place of, by the id of that one */
    #superseded = new Map();
    /** @type {Change} */
    #change = noChange();
    /** @type {readonly Entry[]|null} */
    #entries = null;

    /** @param {string} ownId the caller's user id; may be known later, before anything is said */
    constructor(ownId) {
        this.ownId = ownId;
        /** @type {Entry['senderType']} what the suite will take the caller's messages for */
        this.ownType = 'user';
    }

    /** @returns {readonly Entry[]} in the order of display */
    get entries() {
        this.#entries ??= [...this.#facts, ...this.#waiting, ...this.#running];
        return this.#entries;
    }

    /** The newest place of all that is shown; 0 where nothing is. */
    get newestSeq() {
        return this.#facts.at(-1)?.seq ?? 0;
    }

    get oldestSeq() {
        return this.#facts[0]?.seq ?? null;
    }

    /** What changed since this was asked last; null for nothing. */
    takeChange() {
        const change = this.#change;
        if (!change.reset && !change.added.size && !change.updated.size && !change.removed.size) {
            return null;
        }
        this.#change = noChange();
        return change;
    }

    /** Another connection tells what is being written from its beginning. */
    reconnected() {
        this.#current.clear();
    }

    /**
     * Starts anew, but for what waits to be accepted.
     *
     * @param {boolean} keepRunning answers of which the present connection goes on to tell pieces
     */
    reset(keepRunning) {
        this.#facts = [];
        this.#running = this.#running.filter((entry) => keepRunning && this.#current.has(entry));
        this.#byId = new Map(this.#running.map((entry) => [/** @type {string} */ (entry.id), entry]));
        this.#superseded.clear();
        this.#entries = null;
        this.#change.reset = true;
    }

    /**
     * Takes messages of the history, older or newer than what is here.
     *
     * @param {any[]} messages
     */
    addHistory(messages) {
        for (const message of messages) {
            this.#say(message, message.id);
        }
    }

    /** @param {Waiting} message */
    addWaiting(message) {
        const entry = newEntry({
            key: `c:${message.id}`,
            senderType: this.ownType,
            senderId: this.ownId,
            own: true,
            content: message.content,
            timestamp: message.timestamp,
            metadata: message.metadata,
            delivery: message.refused ? 'failed' : 'queued',
            error: message.refused,
        });
        this.#waiting.push(entry);
        this.#added(entry);
        return entry;
    }

    /**
     * @param {string} clientMessageId
     * @param {Entry['delivery']} delivery
     * @param {Entry['error']} error
     */
    markWaiting(clientMessageId, delivery, error) {
        const entry = this.#waitingOf(clientMessageId);
        if (entry) {
            entry.delivery = delivery;
            entry.error = error;
            this.#change.updated.add(entry);
        }
    }

    /** @param {string} clientMessageId */
    dropWaiting(clientMessageId) {
        const entry = this.#waitingOf(clientMessageId);
        if (entry) {
            this.#waiting.splice(this.#waiting.indexOf(entry), 1);
            this.#removed(entry);
        }
    }

    /**
     * Applies a frame of the server.
     *
     * @param {any} frame
     * @returns {Entry|null} the message or answer that was not known before and is whole now
     */
    apply(frame) {
        switch (frame.type) {
            case 'message_received':
                return this.#accepted(frame);
            case 'message':
                return this.#say(frame, frame.id);
            case 'response_start':
                this.#begin(frame);
                return null;
            case 'response_chunk':
                this.#write(frame);
                return null;
            case 'response_complete':
                return this.#complete(frame);
            case 'error':
                this.#fail(frame);
                return null;
            case 'message_edited':
                this.#revise(frame.message_id, (entry) => {
                    entry.content = frame.content;
                    entry.editedAt = frame.edited_at;
                });
                return null;
            case 'message_deleted':
                this.#revise(frame.message_id, (entry) => {
                    entry.content = '';
                    entry.deleted = true;
                });
                return null;
            case 'reaction':
                this.#revise(frame.message_id, (entry) => {
                    entry.reactions = { ...entry.reactions };
                    if (frame.reaction === null) {
                        delete entry.reactions[frame.user_id];
                    } else {
                        entry.reactions[frame.user_id] = frame.reaction;
                    }
                });
                return null;
            case 'escalation':
                this.#escalate(frame);
                return null;
            case 'note':
                this.#note(frame);
                return null;
            default:
                return null;
        }
    }

    /**
     * Forgets all but the newest facts.
     *
     * @param {number} kept
     */
    trim(kept) {
        const forgotten = this.#facts.splice(0, Math.max(0, this.#facts.length - kept));
        for (const entry of forgotten) {
            if (entry.id) {
                this.#byId.delete(entry.id);
            }
            this.#removed(entry);
        }
        return forgotten.length > 0;
    }

    /** @param {any} frame */
    #accepted(frame) {
        const entry = frame.client_message_id ? this.#waitingOf(frame.client_message_id) : undefined;
        if (!entry) {
            return null;
        }
        if (this.#byId.has(frame.message_id) || frame.seq < (this.oldestSeq ?? 0)) {
            // Said before the page was loaded anew, and read in the history since, or to be read there.
            this.dropWaiting(frame.client_message_id);
            return null;
        }
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        entry.id = frame.message_id;
        entry.seq = frame.seq;
        entry.timestamp = frame.timestamp;
        entry.delivery = 'sent';
        entry.error = null;
        this.#place(entry);
        this.#change.updated.add(entry);
        return entry;
    }

    /**
     * Something said: of a frame or of the history, which have the same fields.
     *
     * @param {any} message
     * @param {string} id
     */
    #say(message, id) {
        if (this.#byId.has(id)) {
            const known = /** @type {Entry} */ (this.#byId.get(id));
            return known.streaming ? this.#complete({ ...message, message_id: id, full_response: message.content }) : null;
        }
        if (message.client_message_id && this.#waitingOf(message.client_message_id)) {
            const entry = this.#accepted({ ...message, message_id: id });
            if (entry) {
                entry.content = message.content;
                this.#readRevision(entry, message);
            }
            return entry;
        }
        const isAnswer = message.sender_type === 'assistant' && message.sender_id === ASSISTANT;
        const metadata = message.metadata ?? {};
        const entry = newEntry({
            key: `m:${id}`,
            kind: isAnswer ? 'answer' : 'message',
            id,
            seq: message.seq,
            senderType: message.sender_type,
            senderId: message.sender_id,
            senderName: message.sender_name ?? null,
            own: message.sender_id === this.ownId,
            content: message.content,
            timestamp: message.timestamp,
            metadata,
            inReplyTo: metadata.in_reply_to ?? null,
            finishReason: metadata.finish_reason ?? null,
            citations: metadata.citations ?? [],
        });
        this.#readRevision(entry, message);
        this.#byId.set(id, entry);
        this.#place(entry);
        this.#added(entry);
        return entry;
    }

    /**
     * @param {Entry} entry
     * @param {any} message
     */
    #readRevision(entry, message) {
        entry.editedAt = message.edited_at ?? null;
        entry.deleted = message.deleted === true;
        entry.reactions = reactionsOf(message.reactions);
    }

    /** @param {any} frame */
    #begin(frame) {
        const known = this.#byId.get(frame.message_id);
        if (known) {
            if (known.streaming) {
                this.#current.add(known);
                known.content = '';
                known.thinking = true;
                this.#change.updated.add(known);
            }
            return;
        }
        const entry = newEntry({
            key: `m:${frame.message_id}`,
            kind: 'answer',
            id: frame.message_id,
            senderType: 'assistant',
            senderId: ASSISTANT,
            streaming: true,
            thinking: true,
            inReplyTo: frame.in_reply_to,
        });
        this.#byId.set(frame.message_id, entry);
        this.#running.push(entry);
        this.#current.add(entry);
        this.#added(entry);
        const earlier = frame.supersedes ? this.#byId.get(frame.supersedes) : undefined;
        if (earlier) {
            this.#superseded.set(frame.message_id, earlier);
            this.#hide(earlier);
        }
        for (const failure of this.#facts.filter((fact) => fact.kind === 'failure' && fact.inReplyTo === frame.in_reply_to)) {
            this.#hide(failure);
        }
    }

    /** @param {any} frame */
    #write(frame) {
        const entry = this.#byId.get(frame.message_id);
        if (entry?.streaming) {
            entry.content += frame.chunk;
            entry.thinking = false;
            this.#change.updated.add(entry);
        }
    }

    /** @param {any} frame */
    #complete(frame) {
        const known = this.#byId.get(frame.message_id);
        if (known && !known.streaming) {
            return null;
        }
        const entry = known ?? newEntry({ key: `m:${frame.message_id}`, kind: 'answer', id: frame.message_id });
        const metadata = frame.metadata ?? {};
        entry.senderType = 'assistant';
        entry.senderId = frame.sender_id ?? ASSISTANT;
        entry.seq = frame.seq;
        entry.content = frame.full_response;
        entry.timestamp = frame.timestamp;
        entry.metadata = metadata;
        entry.inReplyTo = frame.in_reply_to ?? metadata.in_reply_to ?? null;
        entry.finishReason = frame.finish_reason ?? metadata.finish_reason ?? null;
        entry.citations = frame.citations ?? metadata.citations ?? [];
        entry.streaming = false;
        entry.thinking = false;
        if (known) {
            this.#running.splice(this.#running.indexOf(known), 1);
            this.#change.updated.add(entry);
        } else {
            this.#byId.set(frame.message_id, entry);
            this.#added(entry);
        }
        this.#superseded.delete(frame.message_id);
        const earlier = frame.supersedes ? this.#byId.get(frame.supersedes) : undefined;
        if (earlier) {
            this.#hide(earlier);
        }
        this.#place(entry);
        return entry;
    }

    /**
     * An answer that came to nothing. What an answer's question was refused with is no fact, and shown at the question.
     *
     * @param {any} frame
     */
    #fail(frame) {
        if (frame.seq === undefined) {
            return;
        }
        const running = frame.message_id
            ? this.#byId.get(frame.message_id)
            : this.#running.find((entry) => entry.inReplyTo === frame.in_reply_to);
        if (running?.streaming) {
            this.#stopRunning(running);
        }
        if (frame.code === 'handed_over') {
            return; // the change of the floor beside it says why
        }
        const key = `f:${frame.seq}`;
        if (this.#facts.some((fact) => fact.key === key)) {
            return;
        }
        const entry = newEntry({
            key,
            kind: 'failure',
            seq: frame.seq,
            senderType: 'assistant',
            senderId: ASSISTANT,
            content: frame.message,
            inReplyTo: frame.in_reply_to ?? null,
            error: { code: frame.code, message: frame.message, retryable: frame.retryable === true },
        });
        this.#place(entry);
        this.#added(entry);
    }

    /** @param {any} frame */
    #escalate(frame) {
        // What the assistant had not finished is over, and is not kept.
        for (const running of [...this.#running]) {
            this.#stopRunning(running);
        }
        const key = `e:${frame.seq}`;
        if (this.#facts.some((fact) => fact.key === key)) {
            return;
        }
        const entry = newEntry({
            key,
            kind: 'escalation',
            seq: frame.seq,
            senderType: 'system',
            senderId: 'system',
            timestamp: frame.timestamp ?? new Date().toISOString(),
            escalation: {
                escalationId: frame.escalation_id,
                status: frame.status,
                reason: frame.reason,
                agent: frame.agent ?? null,
                queuePosition: null,
            },
        });
        this.#place(entry);
        this.#added(entry);
    }

    /** @param {any} frame */
    #note(frame) {
        if (this.#byId.has(frame.note_id)) {
            return;
        }
        const entry = newEntry({
            key: `m:${frame.note_id}`,
            kind: 'note',
            id: frame.note_id,
            seq: frame.seq,
            senderType: 'agent',
            senderId: frame.author_id,
            senderName: frame.author_name ?? null,
            own: frame.author_id === this.ownId,
            content: frame.text,
            timestamp: frame.timestamp,
        });
        this.#byId.set(frame.note_id, entry);
        this.#place(entry);
        this.#added(entry);
    }

    /**
     * @param {string} id
     * @param {(entry: Entry) => void} revision
     */
    #revise(id, revision) {
        const entry = this.#byId.get(id);
        if (entry) {
            revision(entry);
            this.#change.updated.add(entry);
        }
    }

    /** @param {Entry} entry */
    #stopRunning(entry) {
        const index = this.#running.indexOf(entry);
        if (index < 0) {
            return;
        }
        this.#running.splice(index, 1);
        this.#byId.delete(/** @type {string} */ (entry.id));
        this.#removed(entry);
        const earlier = this.#superseded.get(/** @type {string} */ (entry.id));
        if (earlier) {
            // The answer it was to take the place of stands again.
            this.#superseded.delete(/** @type {string} */ (entry.id));
            this.#place(earlier);
            this.#added(earlier);
        }
    }

    /** @param {Entry} entry */
    #hide(entry) {
        const index = this.#facts.indexOf(entry);
        if (index >= 0) {
            this.#facts.splice(index, 1);
            this.#removed(entry);
        }
    }

    /** @param {Entry} entry */
    #place(entry) {
        const seq = /** @type {number} */ (entry.seq);
        if (entry.id) {
            this.#byId.set(entry.id, entry);
        }
        let index = this.#facts.length;
        while (index > 0 && /** @type {number} */ (this.#facts[index - 1].seq) > seq) {
            index--;
        }
        this.#facts.splice(index, 0, entry);
        this.#entries = null;
    }

    /** @param {Entry} entry */
    #added(entry) {
        this.#entries = null;
        (this.#change.removed.delete(entry) ? this.#change.updated : this.#change.added).add(entry);
    }

    /** @param {Entry} entry */
    #removed(entry) {
        this.#entries = null;
        this.#change.updated.delete(entry);
        if (!this.#change.added.delete(entry)) {
            this.#change.removed.add(entry);
        }
    }

    /** @param {string} clientMessageId */
    #waitingOf(clientMessageId) {
        return this.#waiting.find((entry) => entry.key === `c:${clientMessageId}`);
    }
}

/** @returns {Change} */
function noChange() {
    return { reset: false, added: new Set(), updated: new Set(), removed: new Set() };
}

/**
 * @param {Partial<Entry> & {key: string}} known
 * @returns {Entry}
 */
function newEntry(known) {
    return {
        kind: 'message',
        id: null,
        seq: null,
        senderType: 'user',
        senderId: '',
        senderName: null,
        own: false,
        content: '',
        timestamp: new Date().toISOString(),
        metadata: {},
        delivery: 'sent',
        streaming: false,
        thinking: false,
        deleted: false,
        editedAt: null,
        inReplyTo: null,
        finishReason: null,
        citations: [],
        reactions: {},
        error: null,
        escalation: null,
        ...known,
    };
}

/**
 * The history lists them, a frame has none.
 *
 * @param {any} reactions
 * @returns {Record<string, string>}
 */
function reactionsOf(reactions) {
    if (Array.isArray(reactions)) {
        return Object.fromEntries(reactions.map((one) => [one.user_id, one.reaction]));
    }
    return reactions && typeof reactions === 'object' ? { ...reactions } : {};
}
