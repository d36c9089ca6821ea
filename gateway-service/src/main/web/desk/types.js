/**
 * What the desk's routes answer with. Nothing here runs.
 */

/**
 * @typedef {object} Agent
 * @property {string} id
 * @property {string} [name]
 */

/**
 * @typedef {object} Rating
 * @property {number} score
 * @property {string} [comment]
 * @property {string} created_at
 */

/**
 * @typedef {object} Escalation
 * @property {string} escalation_id
 * @property {string} conversation_id
 * @property {'queued'|'assigned'|'resolved'|'returned_to_bot'|'cancelled'} status
 * @property {string} reason
 * @property {number} [queue_position]
 * @property {string} created_at
 * @property {Record<string, unknown>} metadata
 * @property {Agent} [agent]
 * @property {string} [team]
 * @property {Rating} [rating]
 */

/**
 * Somebody who waits.
 * @typedef {object} Queued
 * @property {string} escalation_id
 * @property {string} conversation_id
 * @property {string} status
 * @property {string} reason
 * @property {number} queue_position
 * @property {string} waiting_since
 * @property {string} [team]
 * @property {string} [user_id]
 * @property {string} [user_name]
 */

/**
 * A conversation that the caller has.
 * @typedef {object} Held
 * @property {string} escalation_id
 * @property {string} conversation_id
 * @property {string} status
 * @property {string} reason
 * @property {string} waiting_since
 * @property {string} assigned_at
 * @property {string} [team]
 * @property {string} [user_id]
 * @property {string} [user_name]
 * @property {string} [last_message_at]
 * @property {boolean} visitor_wrote_last
 * @property {number} unread
 */

/**
 * @typedef {object} AgentStatus
 * @property {string} agent_id
 * @property {string} [name]
 * @property {'online'|'away'|'offline'} status
 * @property {number} [capacity]
 * @property {string} [since]
 */

/**
 * @typedef {object} Note
 * @property {string} id
 * @property {string} author_id
 * @property {string} [author_name]
 * @property {string} text
 * @property {string} created_at
 */

/**
 * @typedef {object} Chatbot
 * @property {string} id
 * @property {string} name
 * @property {string} greeting
 * @property {string} persona
 * @property {string} [model]
 * @property {number} temperature
 * @property {number} max_tokens
 * @property {string} provider
 * @property {string} [base_url]
 * @property {{configured: boolean, last4?: string}} [api_key]
 * @property {string} [fallback_model]
 * @property {{words: string[], tool: boolean, after_failures: number, when_nothing_found: boolean}} handoff
 * @property {string} while_answering
 * @property {{enabled: boolean, top_k: number, min_score: number, embedding_model?: string}} retrieval
 * @property {Record<string, number|null>} budgets
 * @property {boolean} own
 * @property {number} [version]
 * @property {string} [created_at]
 * @property {string} [updated_at]
 */

/**
 * @typedef {object} StoredDocument
 * @property {string} document_id
 * @property {string} name
 * @property {'processing'|'ready'|'failed'} status
 * @property {string} [reason]
 * @property {string} [detail]
 * @property {number} size
 * @property {string} media_type
 * @property {number} [passages]
 * @property {string} created_at
 */

/**
 * @typedef {object} UsageRow
 * @property {string} [chatbot]
 * @property {string} [user]
 * @property {string} [day]
 * @property {number} answers
 * @property {number} prompt_tokens
 * @property {number} completion_tokens
 * @property {number} total_tokens
 * @property {number} own_key_tokens
 * @property {boolean} estimated
 */

export {};
