/**
 * One conversation, as a page uses it: what is shown, what can be done, and what happens. It joins the connection, the
 * outbox and the transcript, and knows the frames.
 *
 * @typedef {import('./api.js').ChatApi} ChatApi
 * @typedef {import('./types.js').Entry} Entry
 * @typedef {import('./types.js').Change} Change
 * @typedef {import('./types.js').ConnectionState} ConnectionState
 * @typedef {import('./types.js').EscalationState} EscalationState
 * @typedef {import('./types.js').Failure} Failure
 * @typedef {import('./connection.js').Target} Target
 *
 * @typedef {object} Events
 * @property {ConnectionState} state
 * @property {{conversationId: string, chatbot: {id: string, name: string, greeting: string|null}|null}} session
 * @property {Change} change
 * @property {Entry} finished once for each message or answer that came live and whole
 * @property {{userId: string, senderType: string, active: boolean}} typing
 * @property {{userId: string, senderType: string, online: boolean}} presence
 * @property {{position: number}} queue
 * @property {EscalationState} escalation
 * @property {{userId: string, readSeq: number}} receipt
 * @property {number} unread
 * @property {Failure} error
 * @property {{direction: 'in'|'out', frame: any}} frame
 */

import { ApiError } from './api.js';
import { Connection } from './connection.js';
import { Emitter } from './emitter.js';
import { Outbox } from './outbox.js';
import { Transcript } from './transcript.js';

const PAGE = 50;
const NOT_FOUND = 404;
/** Who typed last is taken to have stopped after as many times the interval at which typing is told. */
const TYPING_LASTS_TIMES = 4;
const OPEN_STATES = new Set(['queued', 'assigned']);

/** @extends {Emitter<Events>} */
export class ChatClient extends Emitter {
    #api;
    #chatbotId;
    #typingTimeout;
    #connection;
    #outbox;
    /** @type {Transcript} */
    #transcript = new Transcript('');
    #conversationId;
    #hasHistory = false;
    #readings = 0;
    #userId = '';
    /** @type {Entry['senderType']} */
    #ownType = 'user';
    #readSeq = 0;
    #lastTyped = 0;
    /** @type {Map<string, ReturnType<typeof setTimeout>>} */
    #typing = new Map();
    /** @type {Promise<boolean>|null} */
    #loadingOlder = null;
    #lastFloor = '';

    /** @type {{id: string, name: string, greeting: string|null}|null} */
    chatbot = null;
    /** @type {EscalationState|null} the one that is open */
    escalation = null;
    hasOlder = false;
    unread = 0;
    /** The highest place that somebody else has read. */
    readUpTo = 0;

    /**
     * @param {object} options
     * @param {ChatApi} options.api with credentials
     * @param {string} [options.chatbotId] a visitor's session with this chatbot; or
     * @param {string} [options.conversationId] this conversation, under the caller's own id
     * @param {Storage|null} [options.storage] what is not acknowledged outlives a reload there
     * @param {number} [options.reconnectInterval] milliseconds; the longest pause is ten times as long
     * @param {number} [options.typingTimeout] milliseconds between two signals of typing
     * @param {number} [options.maxMessageLength] code points; `CHAT_MAX_MESSAGE_LENGTH` of the suite
     */
    constructor({
        api,
        chatbotId,
        conversationId,
        storage = null,
        reconnectInterval = 3000,
        typingTimeout = 1000,
        maxMessageLength = 1000,
    }) {
        super();
        if (!api.credentials || !chatbotId === !conversationId) {
            throw new TypeError('A client needs credentials, and a chatbot or a conversation.');
        }
        this.#api = api;
        this.#chatbotId = chatbotId ?? null;
        this.#conversationId = conversationId ?? null;
        this.#typingTimeout = typingTimeout;
        this.maxMessageLength = maxMessageLength;
        this.#outbox = new Outbox({
            storage,
            transmit: (message) => this.#transmit(message),
            unheard: () => this.#connection.ping(),
            changed: (message, delivery) => {
                this.#transcript.markWaiting(message.id, delivery, message.refused);
                this.#tellChange();
            },
        });
        this.#connection = new Connection({
            api,
            credentials: api.credentials,
            target: () => this.#target(),
            reconnectInterval,
        });
        this.#connection
            .on('state', (state) => {
                if (state !== 'online' && state !== 'polling') {
                    this.#outbox.closed();
                }
                this.emit('state', state);
            })
            .on('open', () => this.#outbox.opened())
            .on('frame', (frame) => this.#apply(frame))
            .on('received', (frame) => this.emit('frame', { direction: 'in', frame }))
            .on('sent', (frame) => this.emit('frame', { direction: 'out', frame }))
            .on('error', (failure) => this.emit('error', failure))
            .on('reset', () => this.#readAgain());
    }

    get state() {
        return this.#connection.state;
    }

    get transcript() {
        return this.#transcript;
    }

    get conversationId() {
        return this.#conversationId;
    }

    get userId() {
        return this.#userId;
    }

    /** Connects, and stays connected until `close`. What happens is told by events. */
    start() {
        const user = this.#api.credentials?.knownUserId ?? null;
        if (user !== null) {
            this.#takeUpWaiting(user); // seen at once, though the network may be away
        }
        this.#connection.start();
    }

    /**
     * What was left unsent before a reload, of this person alone. A guest's first words may be older than the guest.
     *
     * @param {string} user
     */
    #takeUpWaiting(user) {
        const place = this.#chatbotId ?? this.#conversationId;
        const left = this.#api.credentials?.isGuest ? this.#outbox.adopt(`${place}.`) : [];
        left.push(...this.#outbox.adopt(`${place}.${user}`));
        left.forEach((message) => this.#transcript.addWaiting(message));
        this.#tellChange();
    }

    /** Lets the connection go. The session and the conversation stay. */
    close() {
        this.#connection.close();
        this.#typing.forEach((timer) => clearTimeout(timer));
        this.#typing.clear();
    }

    /**
     * Says something. It is shown at once, and sent for as long as it takes.
     *
     * @param {string} text
     * @param {Record<string, unknown>} [metadata]
     * @returns {string} the message's client_message_id
     * @throws {RangeError} for nothing, or more than `maxMessageLength`
     */
    send(text, metadata = {}) {
        if (text.trim() === '') {
            throw new RangeError('A message says something.');
        }
        if ([...text].length > this.maxMessageLength) {
            throw new RangeError(`A message has at most ${this.maxMessageLength} characters.`);
        }
        const id = newId();
        const message = { id, content: text, metadata, timestamp: new Date().toISOString(), refused: null };
        this.#transcript.addWaiting(message);
        this.#tellChange();
        this.#outbox.add(message);
        this.#lastTyped = 0;
        if (this.state === 'ended') {
            this.start();
        }
        return id;
    }

    /** @param {Entry} entry of a message that was refused */
    retry(entry) {
        this.#outbox.retry(clientMessageId(entry));
    }

    /** @param {Entry} entry of a message that was refused */
    discard(entry) {
        this.#outbox.discard(clientMessageId(entry));
        this.#transcript.dropWaiting(clientMessageId(entry));
        this.#tellChange();
    }

    stopAnswer() {
        this.#signal({ type: 'stop' });
    }

    /** @param {Entry} entry the answer, its failure, or the question: of the newest question */
    regenerate(entry) {
        this.#signal({ type: 'regenerate', message_id: entry.inReplyTo ?? entry.id });
    }

    /**
     * @param {Entry} entry one's own
     * @param {string} content
     */
    edit(entry, content) {
        this.#signal({ type: 'edit', message_id: entry.id, content });
    }

    /** @param {Entry} entry one's own */
    remove(entry) {
        this.#signal({ type: 'delete', message_id: entry.id });
    }

    /**
     * @param {Entry} entry
     * @param {string|null} reaction `up`, `down`, an emoji; null takes it back
     */
    react(entry, reaction) {
        this.#signal({ type: 'reaction', message_id: entry.id, reaction });
    }

    /** The caller types. */
    typing() {
        const now = Date.now();
        if (now - this.#lastTyped >= this.#typingTimeout && this.#connection.send({ type: 'typing' })) {
            this.#lastTyped = now;
        }
    }

    /** Everything that is shown has been seen. */
    read() {
        const newest = this.#transcript.newestSeq;
        if (newest > this.#readSeq && this.#connection.send({ type: 'read', seq: newest })) {
            this.#readSeq = newest;
        }
        if (this.unread) {
            this.unread = 0;
            this.emit('unread', 0);
        }
    }

    /**
     * Asks for a person.
     *
     * @param {string} [reason]
     * @returns {Promise<EscalationState>}
     * @throws {ApiError}
     */
    async escalate(reason) {
        const path = await this.#chatPath('/escalate');
        return this.#taken(await this.#api.call('POST', path, { body: reason ? { reason } : {} }));
    }

    /** @throws {ApiError} */
    async cancelEscalation() {
        return this.#taken(await this.#api.call('DELETE', await this.#chatPath('/escalate')));
    }

    /**
     * @param {number} score 1 to 5
     * @param {string} [comment]
     * @throws {ApiError}
     */
    async rate(score, comment) {
        const body = comment ? { score, comment } : { score };
        return this.#api.call('POST', await this.#chatPath('/rating'), { body });
    }

    /**
     * Puts a page of older messages in front.
     *
     * @returns {Promise<boolean>} whether there are more
     * @throws {ApiError}
     */
    loadOlder() {
        this.#loadingOlder ??= this.#older().finally(() => {
            this.#loadingOlder = null;
        });
        return this.#loadingOlder;
    }

    /**
     * Forgets all but the newest entries; `loadOlder` brings them back.
     *
     * @param {number} kept
     */
    trim(kept) {
        if (this.#transcript.trim(kept)) {
            this.hasOlder = true;
            this.#tellChange();
        }
    }

    async #older() {
        const before = this.#transcript.oldestSeq;
        if (!this.hasOlder || before === null) {
            return false;
        }
        const page = await this.#api.call('GET', await this.#chatPath('/history'), { query: { limit: PAGE, before } });
        if (before !== this.#transcript.oldestSeq) {
            return this.hasOlder; // read anew or trimmed meanwhile: this page does not join on
        }
        this.#transcript.addHistory(page.messages);
        this.hasOlder = page.has_more;
        this.#tellChange();
        return this.hasOlder;
    }

    /** @returns {Promise<Target>} */
    async #target() {
        const claims = await this.#api.credentials?.claims();
        this.#userId = claims?.sub ?? '';
        this.#takeUpWaiting(this.#userId);
        this.#ownType = this.#chatbotId === null && isAgent(claims?.roles) ? 'agent' : 'user';
        const target = this.#chatbotId === null ? this.#ownPlace() : await this.#session(this.#chatbotId);
        return this.#hasHistory
            ? { ...target, cursor: undefined }
            : { ...target, cursor: await this.#firstPage(target.conversationId, target.cursor) };
    }

    #ownPlace() {
        const conversationId = /** @type {string} */ (this.#conversationId);
        const path = `/ws/chat/${encodeURIComponent(conversationId)}/${encodeURIComponent(this.#userId)}`;
        return { path, conversationId, cursor: null, mayEnd: true };
    }

    /** @param {string} chatbotId */
    async #session(chatbotId) {
        const session = await this.#api.call('POST', `/chatbot/${encodeURIComponent(chatbotId)}/session`, { body: {} });
        if (session.conversation_id !== this.#conversationId) {
            this.#conversationId = session.conversation_id;
            this.#hasHistory = false;
            this.#forgetReading();
        }
        this.chatbot = { id: session.chatbot_id, name: session.chatbot_name, greeting: session.greeting ?? null };
        const isNew = session.previous_messages.length === 0;
        return {
            path: `/ws/chat/${encodeURIComponent(session.session_id)}`,
            conversationId: session.conversation_id,
            cursor: isNew ? session.cursor : null,
            mayEnd: false,
        };
    }

    /**
     * What is shown first.
     *
     * @param {string} conversationId
     * @param {import('./connection.js').Cursor|null} cursor known where nothing was said yet
     */
    async #firstPage(conversationId, cursor) {
        const [page, escalation] = await Promise.all([
            cursor ? { messages: [], has_more: false, cursor } : this.#newestPage(conversationId),
            this.#openEscalation(conversationId),
        ]);
        this.#show(page, false);
        this.#hasHistory = true;
        this.escalation = escalation;
        this.emit('session', { conversationId, chatbot: this.chatbot });
        this.#tellChange();
        if (escalation) {
            this.emit('escalation', escalation);
        }
        return page.cursor;
    }

    #forgetReading() {
        this.#readSeq = 0;
        this.readUpTo = 0;
        if (this.unread) {
            this.unread = 0;
            this.emit('unread', 0);
        }
    }

    /**
     * @param {{messages: any[], has_more: boolean}} page
     * @param {boolean} keepRunning
     */
    #show(page, keepRunning) {
        this.#transcript.ownId = this.#userId;
        this.#transcript.ownType = this.#ownType;
        this.#transcript.reset(keepRunning);
        this.#transcript.addHistory(page.messages);
        this.hasOlder = page.has_more;
    }

    /** @param {string} conversationId */
    async #newestPage(conversationId) {
        try {
            return await this.#api.call('GET', `/chat/${encodeURIComponent(conversationId)}/history`, {
                query: { limit: PAGE },
            });
        } catch (failure) {
            if (failure instanceof ApiError && failure.status === NOT_FOUND) {
                return { messages: [], has_more: false, cursor: null };
            }
            throw failure;
        }
    }

    /** @param {string} conversationId */
    async #openEscalation(conversationId) {
        try {
            const path = `/chat/${encodeURIComponent(conversationId)}/escalations`;
            const { escalations } = await this.#api.call('GET', path);
            const newest = escalations[0];
            return newest && OPEN_STATES.has(newest.status) ? stateOf(newest) : null;
        } catch (failure) {
            if (failure instanceof ApiError && failure.status === NOT_FOUND) {
                return null;
            }
            throw failure;
        }
    }

    /** More was missed than can be told: the history is read anew, and followed from there. */
    async #readAgain() {
        const conversationId = /** @type {string} */ (this.#conversationId);
        const reading = ++this.#readings;
        for (let failures = 0; this.state === 'online' || this.state === 'polling'; failures++) {
            try {
                const [page, escalation] = await Promise.all([
                    this.#newestPage(conversationId),
                    this.#openEscalation(conversationId),
                ]);
                if (reading !== this.#readings) {
                    return; // a later one knows more
                }
                this.#show(page, true);
                this.escalation = escalation;
                this.#tellChange();
                if (page.cursor) {
                    this.#connection.resumeAt(page.cursor);
                }
                return;
            } catch {
                await new Promise((resolve) => setTimeout(resolve, Math.min(10_000, 250 * 2 ** failures)));
            }
        }
        if (reading === this.#readings) {
            this.#hasHistory = false;
        }
    }

    /** @param {string} rest */
    async #chatPath(rest) {
        if (!this.#conversationId) {
            throw new ApiError({
                code: 'network',
                message: 'There is no conversation yet.',
                retryable: true,
                retryAfterMs: null,
                status: null,
            });
        }
        return `/chat/${encodeURIComponent(this.#conversationId)}${rest}`;
    }

    /**
     * Hands a message to whatever way there is.
     *
     * @param {import('./outbox.js').Waiting} message
     */
    #transmit(message) {
        if (this.state === 'polling') {
            this.#post(message);
            return true;
        }
        const frame = { client_message_id: message.id, metadata: message.metadata };
        return this.#connection.send(
            this.#chatbotId === null
                ? { ...frame, content: message.content }
                : { ...frame, message: message.content, message_type: 'text' },
        );
    }

    /** @param {import('./outbox.js').Waiting} message */
    async #post(message) {
        const body = { content: message.content, metadata: message.metadata, client_message_id: message.id };
        try {
            const said = await this.#api.call('POST', await this.#chatPath('/messages'), { body });
            this.#apply({ ...said, type: 'message_received', message_id: said.id, client_message_id: message.id });
        } catch (failure) {
            if (failure instanceof ApiError) {
                this.#outbox.refused(message.id, failure);
            }
        }
    }

    /** @param {any} frame of the server, in its order */
    #apply(frame) {
        switch (frame.type) {
            case 'session_info':
                this.#transcript.reconnected();
                return;
            case 'receipt':
                if (frame.user_id !== this.#userId) {
                    this.readUpTo = Math.max(this.readUpTo, frame.read_seq);
                    this.emit('receipt', { userId: frame.user_id, readSeq: frame.read_seq });
                }
                return;
            case 'typing':
                this.#heardTyping(frame);
                return;
            case 'presence':
                this.emit('presence', {
                    userId: frame.user_id,
                    senderType: frame.sender_type,
                    online: frame.online,
                });
                return;
            case 'queue':
                if (this.escalation) {
                    this.escalation = { ...this.escalation, queuePosition: frame.queue_position };
                }
                this.emit('queue', { position: frame.queue_position });
                return;
            case 'error':
                if (frame.client_message_id && frame.seq === undefined) {
                    this.#outbox.refused(frame.client_message_id, failureOf(frame));
                    this.emit('error', failureOf(frame));
                    return;
                }
                if (frame.seq === undefined) {
                    this.emit('error', failureOf(frame));
                    return;
                }
                break;
            case 'escalation':
                this.#floorChanged(stateOf(frame));
                break;
        }
        const clientMessageId = frame.client_message_id;
        const finished = this.#transcript.apply(frame);
        if (clientMessageId && (frame.type === 'message_received' || frame.sender_id === this.#userId)) {
            this.#outbox.accepted(clientMessageId);
        }
        this.#tellChange();
        if (finished) {
            this.#finished(finished, frame);
        }
    }

    /**
     * @param {Entry} entry
     * @param {any} frame
     */
    #finished(entry, frame) {
        this.#stoppedTyping(entry.senderId, entry.senderType);
        if (!entry.own) {
            this.unread++;
            this.emit('unread', this.unread);
        }
        if (frame.type !== 'message_received') {
            this.emit('finished', entry);
        }
    }

    /** @param {{user_id: string, sender_type: string}} frame */
    #heardTyping({ user_id: userId, sender_type: senderType }) {
        if (userId === this.#userId) {
            return;
        }
        const known = this.#typing.get(userId);
        clearTimeout(known);
        this.#typing.set(
            userId,
            setTimeout(() => this.#stoppedTyping(userId, senderType), TYPING_LASTS_TIMES * this.#typingTimeout),
        );
        if (known === undefined) {
            this.emit('typing', { userId, senderType, active: true });
        }
    }

    /**
     * @param {string} userId
     * @param {string} senderType
     */
    #stoppedTyping(userId, senderType) {
        const timer = this.#typing.get(userId);
        if (timer !== undefined) {
            clearTimeout(timer);
            this.#typing.delete(userId);
            this.emit('typing', { userId, senderType, active: false });
        }
    }

    /** @param {any} escalation as a call answers it */
    #taken(escalation) {
        const state = stateOf(escalation);
        this.#floorChanged(state);
        return state;
    }

    /** @param {EscalationState} state */
    #floorChanged(state) {
        const before = this.escalation;
        const isSame = before?.escalationId === state.escalationId && before.status === state.status;
        if (OPEN_STATES.has(state.status)) {
            this.escalation = isSame ? { ...state, queuePosition: state.queuePosition ?? before.queuePosition } : state;
        } else if (!before || before.escalationId === state.escalationId) {
            this.escalation = null;
        }
        if (!isSame && !(before === null && !OPEN_STATES.has(state.status) && this.#lastFloor === floorKey(state))) {
            this.#lastFloor = floorKey(state);
            this.emit('escalation', state);
        }
    }

    /** @param {object} frame */
    #signal(frame) {
        if (!this.#connection.send(frame)) {
            this.emit('error', {
                code: 'network',
                message: 'Not connected at the moment.',
                retryable: true,
                retryAfterMs: null,
                status: null,
            });
        }
    }

    #tellChange() {
        const change = this.#transcript.takeChange();
        if (change) {
            this.emit('change', change);
        }
    }
}

/**
 * @param {any} escalation of a frame or an answer, which have the same fields
 * @returns {EscalationState}
 */
function stateOf(escalation) {
    return {
        escalationId: escalation.escalation_id,
        status: escalation.status,
        reason: escalation.reason,
        agent: escalation.agent ?? null,
        queuePosition: escalation.queue_position ?? null,
    };
}

/**
 * In a conversation by its own name agents are agents; in a session everybody is its visitor.
 *
 * @param {string[]|string|undefined} roles of a token
 */
function isAgent(roles) {
    return roles !== undefined && (roles.includes('agent') || roles.includes('admin'));
}

/** @param {EscalationState} state */
function floorKey(state) {
    return `${state.escalationId} ${state.status}`;
}

/**
 * @param {any} frame
 * @returns {Failure}
 */
function failureOf(frame) {
    return {
        code: frame.code,
        message: frame.message,
        retryable: frame.retryable === true,
        retryAfterMs: frame.retry_after_ms ?? null,
        status: null,
    };
}

/** @param {Entry} entry */
function clientMessageId(entry) {
    return entry.key.slice('c:'.length);
}

/** `randomUUID` is there on secure pages alone; a shop on plain http has visitors, too. */
function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
