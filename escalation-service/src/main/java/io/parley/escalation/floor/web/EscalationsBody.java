package io.parley.escalation.floor.web;

import java.util.List;

/** The escalations of a conversation as clients read them, newest first. */
record EscalationsBody(String conversationId, List<EscalationBody> escalations, int count) {}
