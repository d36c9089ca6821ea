/**
 * The shapes that pass between the modules of this folder and the pages on top of them. Nothing here runs.
 */

/**
 * A document that an answer used.
 * @typedef {object} Citation
 * @property {string} document_id
 * @property {string} title
 * @property {number} [page]
 * @property {string} excerpt
 * @property {number} score
 */

/**
 * What a person was asked for, or what became of it.
 * @typedef {object} EscalationState
 * @property {string} escalationId
 * @property {'queued'|'assigned'|'resolved'|'returned_to_bot'|'cancelled'} status
 * @property {string} reason
 * @property {{id: string, name?: string}|null} agent
 * @property {number|null} queuePosition 1 is next; null where it is not known or not queued
 */

/**
 * One line of a conversation as a page shows it. The object stays the same from the first sight of the line to the last;
 * its fields change.
 *
 * @typedef {object} Entry
 * @property {string} key stable for as long as the page lives, unique in the transcript
 * @property {'message'|'answer'|'failure'|'escalation'|'note'} kind `message`: a person's or the system's; `answer`: the
 *     assistant's; `failure`: an answer that came to nothing; `escalation`: a change of the floor; `note`: agents alone
 * @property {string|null} id the message's id; null until the service has named it
 * @property {number|null} seq its place; null while it waits to be accepted or is still being written
 * @property {'user'|'assistant'|'agent'|'system'} senderType
 * @property {string} senderId
 * @property {string|null} senderName
 * @property {boolean} own said by this caller
 * @property {string} content plain text, of an answer Markdown; while it is written, what there is so far
 * @property {string} timestamp ISO-8601
 * @property {Record<string, unknown>} metadata
 * @property {'queued'|'sending'|'sent'|'failed'} delivery `failed` ones are kept for `retry` or `discard`
 * @property {boolean} streaming an answer that is still being written
 * @property {boolean} thinking an answer of which nothing has been written yet
 * @property {boolean} deleted the words are gone, the place stays
 * @property {string|null} editedAt
 * @property {string|null} inReplyTo of an answer
 * @property {string|null} finishReason `stop`, `length`, `cancelled`
 * @property {Citation[]} citations
 * @property {Record<string, string>} reactions by user id
 * @property {{code: string, message: string, retryable: boolean}|null} error of a failure, or of a message that was refused
 * @property {EscalationState|null} escalation
 */

/**
 * What changed in a transcript, in one go. `reset` means that everything has to be shown anew from `transcript.entries`.
 * @typedef {object} Change
 * @property {boolean} reset
 * @property {Set<Entry>} added look up their places in `transcript.entries`
 * @property {Set<Entry>} updated
 * @property {Set<Entry>} removed
 */

/**
 * A failure of a call, or of something a socket refused.
 * @typedef {object} Failure
 * @property {string} code of the contract, or `network` or `timeout`
 * @property {string} message in English, for logs; pages show their own words by `code`
 * @property {boolean} retryable
 * @property {number|null} retryAfterMs
 * @property {number|null} status of HTTP
 */

/**
 * `connecting`: nothing was heard yet; `online`: a socket is open; `polling`: no socket opens, the long poll does;
 * `offline`: cut off, trying again; `ended`: over for good (the token, the session or the conversation ended).
 * @typedef {'idle'|'connecting'|'online'|'polling'|'offline'|'ended'} ConnectionState
 */

export {};
