/**
 * Every word the desk shows, in one place, so that it can be put into another language.
 */

/** @typedef {import('./types.js').Escalation} Escalation */

/** What the suite calls the reasons it gives itself. */
const REASONS = /** @type {Record<string, string>} */ ({
    requested: 'Asked for a person',
    requested_by_words: 'Used a word that calls a person',
    requested_by_assistant: 'The assistant asked for help',
    assistant_failed: 'The assistant failed',
    agent_wrote: 'An agent stepped in',
});

const STATUS = /** @type {Record<string, string>} */ ({
    queued: 'Waiting',
    assigned: 'With an agent',
    resolved: 'Resolved',
    returned_to_bot: 'Handed back to the assistant',
    cancelled: 'Cancelled by the visitor',
});

/** @param {number} count @param {string} one @param {string} [many] */
const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

export const words = {
    desk: 'Parley desk',
    close: 'Close',
    cancel: 'Cancel',
    loading: 'Loading…',
    tryAgain: 'Try again',
    signIn: {
        title: 'Sign in to the desk',
        lead: 'Paste a token with the role agent or admin. On your own machine one is printed by:',
        command: './parley token bea --role agent --name Bea',
        token: 'Token',
        stay: 'Stay signed in on this device',
        stayHint: 'Without it the token is forgotten with this tab.',
        submit: 'Sign in',
        checking: 'Signing in…',
        empty: 'Paste a token first.',
        malformed: 'This is no token: it should have three parts with dots between them.',
        /** @param {string} time */
        expiredAt: (time) => `This token expired on ${time}. Ask for a fresh one.`,
        /** @param {string} name */
        wrongRole: (name) => `This token is a visitor's (${name}). The desk is for the roles agent and admin.`,
        refused: 'The server does not accept this token.',
        unreachable: 'The server cannot be reached. Try again in a moment.',
        ended: 'Your token has ended. Sign in again to go on where you were.',
        signedOut: 'You are signed out.',
    },
    nav: {
        label: 'Parts of the desk',
        inbox: 'Inbox',
        chatbots: 'Chatbots',
        usage: 'Usage',
        shortcuts: 'Keyboard shortcuts',
        settings: 'Settings',
        skip: 'Skip to the conversation',
    },
    roles: { user: 'Visitor', agent: 'Agent', admin: 'Admin' },
    settings: {
        title: 'Settings',
        account: 'Signed in',
        tenant: 'Tenant',
        /** @param {string} rest @param {string} time */
        tokenEnds: (rest, time) => `Token ends in ${rest} (${time}).`,
        signOut: 'Sign out',
        theme: 'Theme',
        themes: { auto: 'Like the system', light: 'Light', dark: 'Dark' },
        notices: 'When somebody waits or writes',
        notifications: 'Show desktop notifications',
        notificationsDenied: 'The browser blocks notifications for this page; its own settings can allow them.',
        notificationsMissing: 'This browser has no notifications.',
        sound: 'Play a sound',
        shortcuts: 'Single-key shortcuts',
        shortcutsHint: 'Keys such as c and r act at once while no field has the focus.',
        /** @param {string} rest */
        endsSoon: (rest) => `Your token ends in ${rest}.`,
        saved: 'Kept on this device.',
    },
    status: {
        label: 'Your status',
        online: 'Online',
        away: 'Away',
        offline: 'Offline',
        capacity: 'Conversations you want at most',
        capacityShort: 'at most',
        /** @param {string} status */
        now: (status) => `You are ${status} now.`,
        /** @param {number} capacity */
        full: (capacity) => `You have as many as you wanted (${capacity}).`,
    },
    inbox: {
        title: 'Inbox',
        listLabel: 'Conversations',
        filter: 'Find by name, reason or id',
        mine: 'With you',
        queue: 'Waiting',
        lately: 'Lately with you',
        noneMine: 'Nothing is with you.',
        noneQueue: 'Nobody is waiting.',
        noneFound: 'Nothing here is called so.',
        /** @param {string} id */
        openById: (id) => `Open “${id}”`,
        failed: 'The list is not up to date: the server does not answer.',
        /** @param {number} count */
        unread: (count) => counted(count, 'unread message'),
        /** @param {number} position */
        position: (position) => `Place ${position} in the queue`,
        waits: 'waits',
        choose: 'Choose a conversation',
        chooseHint: 'j and k walk through the list, Enter opens, c claims whoever has waited longest.',
        calm: 'All quiet',
        calmHint: 'Nobody is waiting. New visitors appear in the list by themselves.',
        waitingCount: (/** @type {number} */ count) => counted(count, 'visitor waits', 'visitors wait'),
    },
    conversation: {
        label: 'Conversation',
        transcript: 'What was said',
        visitor: 'Visitor',
        assistant: 'Assistant',
        system: 'System',
        you: 'you',
        back: 'Back to the list',
        details: 'Details',
        states: {
            loading: 'Opening…',
            queued: 'Waiting for an agent',
            mine: 'With you',
            /** @param {string} name */
            other: (name) => `With ${name}`,
            free: 'The assistant answers',
        },
        connection: {
            idle: 'Connecting…',
            connecting: 'Connecting…',
            online: 'Live',
            polling: 'Live, by polling',
            offline: 'Cut off. Connecting again…',
            ended: 'This conversation cannot be opened: it does not exist, was erased, or was never given to agents.',
        },
        /** @param {string} names @param {number} count */
        looking: (names, count) => `${names} ${count === 1 ? 'is' : 'are'} looking, too`,
        /** @param {string} names @param {number} count */
        typing: (names, count) => `${names} ${count === 1 ? 'is' : 'are'} typing…`,
        thinking: 'The assistant is thinking…',
        older: 'Loading older messages…',
        beginning: 'The conversation begins here.',
        newBelow: 'New messages',
        toNewest: 'To the newest message',
        empty: 'Nothing has been said yet.',
        deleted: 'This message was deleted.',
        edited: 'edited',
        sending: 'Sending…',
        waitsToBeSent: 'Waits for the connection…',
        notSent: 'Not sent.',
        retry: 'Send again',
        discard: 'Discard',
        /** @param {string} names */
        seenBy: (names) => `Seen by ${names}`,
        stopped: 'stopped',
        cutShort: 'cut short',
        sources: (/** @type {number} */ count) => counted(count, 'source'),
        page: (/** @type {number} */ page) => `page ${page}`,
        answerFailed: 'The assistant could not answer.',
        handedOver: 'The assistant’s answer was broken off: a person took over.',
        reacted: 'The visitor’s reaction',
        note: 'Private note',
        noteHint: 'Only agents see this.',
        asked: (/** @type {string} */ reason) => `A person was asked for: ${reason}`,
        claimed: (/** @type {string} */ name) => `${name} took the conversation`,
        queuedAgain: 'Back in the queue',
        ended: /** @type {Record<string, string>} */ ({
            resolved: 'Resolved. The assistant answers again.',
            returned_to_bot: 'Handed back to the assistant.',
            cancelled: 'The visitor no longer wants a person.',
        }),
    },
    composer: {
        label: 'Your message',
        reply: 'Reply',
        note: 'Note',
        mode: 'What you write',
        replyTo: (/** @type {string} */ name) => `Reply to ${name}`,
        noteAbout: 'A note that only agents see',
        send: 'Send',
        saveNote: 'Keep the note',
        left: (/** @type {number} */ count) => `${count} characters left`,
        over: (/** @type {number} */ count) => `${counted(count, 'character')} too many`,
        notYours: {
            queued: 'Nobody has claimed this conversation. Writing does not claim it.',
            other: (/** @type {string} */ name) => `${name} has this conversation. You may write all the same.`,
            free: 'The assistant has the floor. Writing takes the conversation over.',
        },
        noteNeedsEscalation: 'Notes can be kept once a person was asked for.',
        noteKept: 'The note is kept.',
        keys: 'Enter sends, Shift+Enter begins a line',
    },
    moves: {
        label: 'What to do with this conversation',
        more: 'More',
        claim: 'Claim',
        transfer: 'Transfer',
        return: 'Back to the queue',
        handBack: 'Hand back to the assistant',
        handBackShort: 'Hand back',
        resolve: 'Resolve',
        done: /** @type {Record<string, string>} */ ({
            claim: 'The conversation is yours.',
            return: 'The conversation waits in the queue again.',
            'hand-back': 'The assistant has the floor again.',
            resolve: 'Resolved. The assistant has the floor again.',
        }),
        transferredTo: (/** @type {string} */ name) => `The conversation is with ${name} now.`,
        transferredToTeam: (/** @type {string} */ team) => `The conversation waits for ${team}.`,
        noteForOther: 'Note for whoever is next',
        noteOptional: 'Note (only agents see it)',
        toAgent: 'To an agent',
        toTeam: 'To a team',
        agentId: 'Agent’s user id',
        agentHint: 'Who has been at this desk is offered; any agent’s id will do.',
        team: 'Team',
        teamHint: 'The conversation waits in the queue with this word. It holds nobody back.',
        needAgent: 'Say which agent.',
        needTeam: 'Say which team.',
        resolveLead: 'The assistant answers again, and the visitor may rate the conversation.',
    },
    conflict: {
        /** @param {string} name */
        faster: (name) => `${name} was faster: the conversation is with ${name} now.`,
        already: 'The conversation is yours already.',
        queued: 'The conversation waits in the queue; it has to be claimed first.',
        notYours: (/** @type {string} */ name) => `The conversation is with ${name}, not with you.`,
        ended: /** @type {Record<string, string>} */ ({
            resolved: 'The conversation has been resolved already.',
            returned_to_bot: 'The conversation has been handed back to the assistant already.',
            cancelled: 'The visitor has cancelled: nobody is asked for any more.',
        }),
        other: 'The conversation has moved on meanwhile.',
    },
    details: {
        title: 'Details',
        visitor: 'Visitor',
        name: 'Name',
        userId: 'User id',
        conversationId: 'Conversation',
        chatbot: 'Chatbot',
        here: 'On the page now',
        away: 'Not on the page',
        escalation: 'Handover',
        reason: 'Reason',
        state: 'State',
        askedAt: 'Asked',
        agent: 'Agent',
        team: 'Team',
        position: 'Place',
        rating: 'Rating',
        stars: (/** @type {number} */ score) => `${score} of 5 stars`,
        looking: 'Looking now',
        onlyYou: 'Only you',
        notes: 'Notes',
        noNotes: 'No notes yet.',
        earlier: 'Earlier handovers',
        copy: 'Copy',
        copied: 'Copied.',
    },
    alerts: {
        arrived: 'Somebody waits',
        wrote: (/** @type {string} */ name) => `${name} wrote`,
        given: 'A conversation was given to you',
        messages: (/** @type {number} */ count) => counted(count, 'unread message'),
    },
    shortcuts: {
        title: 'Keyboard shortcuts',
        off: 'Single-key shortcuts are switched off in the settings.',
        groups: {
            everywhere: 'Everywhere',
            list: 'List',
            conversation: 'Conversation',
            writing: 'Writing',
            admin: 'Chatbots',
        },
        then: 'then',
        or: 'or',
        show: 'Show this help',
        settings: 'Settings',
        inbox: 'Go to the inbox',
        chatbots: 'Go to the chatbots',
        usage: 'Go to usage',
        next: 'Next in the list',
        previous: 'Previous in the list',
        open: 'Open',
        filter: 'Find',
        unread: 'Open the next with unread messages',
        claimNext: 'Claim this conversation; with none open, whoever has waited longest',
        reply: 'Write a reply',
        note: 'Write a note',
        transfer: 'Transfer',
        return: 'Back to the queue',
        handBack: 'Hand back to the assistant',
        resolve: 'Resolve',
        details: 'Details',
        newest: 'To the newest message',
        send: 'Send',
        newLine: 'New line',
        leave: 'Leave the field; close; go back',
        save: 'Save the chatbot',
        create: 'New chatbot',
        status: 'Online or away',
    },
    chatbots: {
        title: 'Chatbots',
        list: 'Chatbots',
        create: 'New chatbot',
        newTitle: 'New chatbot',
        common: 'Comes with the suite',
        none: 'There are no chatbots.',
        choose: 'Choose a chatbot',
        chooseHint: 'Its persona, its rules and what it has to read are shown here.',
        parts: { settings: 'Settings', documents: 'Documents', search: 'Try the search' },
        readOnly:
            'This chatbot comes with the suite and belongs to every tenant. It cannot be changed here, but a copy can.',
        copy: 'Make a copy',
        copyName: (/** @type {string} */ name) => `${name} (copy)`,
        save: 'Save',
        make: 'Create',
        saved: 'Saved. It holds for the next question.',
        created: (/** @type {string} */ name) => `${name} is there.`,
        unsaved: 'Not saved yet',
        remove: 'Delete',
        removeTitle: (/** @type {string} */ name) => `Delete ${name}?`,
        removeLead:
            'Its versions, its key and its documents go with it, and no session can begin. What people said stays.',
        removed: (/** @type {string} */ name) => `${name} is deleted.`,
        conflict: 'Somebody else has changed this chatbot meanwhile. Load it again before you save.',
        reload: 'Load again',
        wrong: (/** @type {number} */ count) => `${counted(count, 'field needs', 'fields need')} your attention.`,
        version: (/** @type {number} */ version, /** @type {string} */ time) => `Version ${version}, ${time}`,
        leave: 'What you changed is not saved. Leave all the same?',
        leaveTitle: 'Leave without saving?',
        leaveYes: 'Leave',
        leaveNo: 'Stay',
        sections: {
            who: 'Who it is',
            model: 'Model',
            handoff: 'When a person is called',
            retrieval: 'Documents',
            budgets: 'Budgets',
            provider: 'Provider and key',
        },
        fields: /** @type {Record<string, {label: string, hint?: string}>} */ ({
            name: { label: 'Name' },
            id: { label: 'Id', hint: 'Made of the name where it is left empty. It never changes.' },
            greeting: { label: 'Greeting', hint: 'Shown when a session begins.' },
            persona: { label: 'Persona', hint: 'The system prompt. {{chatbot_name}} and {{date}} are filled in.' },
            model: { label: 'Model', hint: 'Empty for the suite’s.' },
            fallback_model: { label: 'Fall-back model', hint: 'Asked once where the model fails.' },
            temperature: { label: 'Temperature', hint: '0 to 2' },
            max_tokens: { label: 'Longest answer', hint: 'tokens' },
            while_answering: { label: 'A question while it answers' },
            'handoff.words': {
                label: 'Words',
                hint: 'One word or phrase on a line. A question with one is a person’s to answer.',
            },
            'handoff.tool': { label: 'The model may call a person' },
            'handoff.when_nothing_found': { label: 'When its documents say nothing about a question' },
            'handoff.after_failures': { label: 'After failures in a row', hint: '0 for never' },
            'retrieval.enabled': { label: 'Look into its documents before it answers' },
            'retrieval.top_k': { label: 'Passages', hint: '1 to 20' },
            'retrieval.min_score': { label: 'Least score', hint: '0 to 1; 0 leaves it to the suite' },
            'retrieval.embedding_model': { label: 'Embedding model', hint: 'Empty for the one in the process.' },
            'budgets.user_tokens_per_day': { label: 'A user, a day' },
            'budgets.user_tokens_per_month': { label: 'A user, a month' },
            'budgets.chatbot_tokens_per_day': { label: 'The chatbot, a day' },
            'budgets.chatbot_tokens_per_month': { label: 'The chatbot, a month' },
            provider: { label: 'Provider' },
            base_url: { label: 'Address', hint: 'Where the key below goes. A change needs the key again.' },
            api_key: { label: 'Key of its own' },
        }),
        budgetHint: 'Tokens; empty for no limit.',
        choices: /** @type {Record<string, string>} */ ({
            enqueue: 'waits for its turn',
            interrupt: 'interrupts the answer',
            reject: 'is refused',
            openai: 'OpenAI or compatible',
            assistants: 'Assistants API',
        }),
        keyKept: (/** @type {string} */ last4) => `A key ending in ${last4} is kept. Write a new one to replace it.`,
        keyNone: 'None: the suite’s key pays.',
        keyRemove: 'Remove the key',
    },
    documents: {
        drop: 'Drop files here, or',
        choose: 'choose files',
        takes: 'Text, Markdown, HTML, PDF and Word, up to 20 MB each',
        none: 'No documents yet. What you upload is searched before each answer.',
        name: 'Name',
        status: 'Status',
        size: 'Size',
        added: 'Added',
        passages: (/** @type {number} */ count) => counted(count, 'passage'),
        processing: 'Being read…',
        indexing: (/** @type {number} */ count) => `Indexing ${counted(count, 'passage')}…`,
        ready: 'Ready',
        failed: 'Failed',
        uploading: (/** @type {number} */ percent) => `Uploading, ${percent} %`,
        more: 'Show more',
        remove: (/** @type {string} */ name) => `Delete ${name}`,
        removeTitle: (/** @type {string} */ name) => `Delete ${name}?`,
        removeLead: 'No search finds anything of it from then on.',
        removed: (/** @type {string} */ name) => `${name} is deleted.`,
        isReady: (/** @type {string} */ name) => `${name} can be searched.`,
        dismiss: 'Dismiss',
        tooLarge: 'It is larger than 20 MB.',
    },
    search: {
        lead: 'Searches as an answer does, and shows what the model would be given.',
        query: 'Question',
        placeholder: 'What would a visitor ask?',
        submit: 'Search',
        count: 'Passages',
        none: 'Nothing in its documents scores high enough. The model would be told that nothing was found.',
        found: (/** @type {number} */ count) => counted(count, 'passage'),
        score: 'Score',
        off: 'This chatbot does not look into its documents, so nothing is found. Its settings can switch that on.',
        untried: 'Ask something a visitor would ask.',
    },
    usage: {
        title: 'Usage',
        by: 'By',
        bys: { day: 'Day', chatbot: 'Chatbot', user: 'User' },
        from: 'From',
        to: 'To',
        answers: 'Answers',
        prompt: 'Prompt',
        completion: 'Answer',
        total: 'Tokens',
        ownKey: 'Paid by users’ keys',
        sum: 'Total',
        none: 'Nothing was answered in these days.',
        estimated: 'estimated in part',
        days: 'Days in UTC, both included.',
        caption: 'Tokens used',
    },
    failures: /** @type {Record<string, string>} */ ({
        network: 'The server cannot be reached.',
        timeout: 'The server does not answer in time.',
        unauthorized: 'Your token is not accepted any more.',
        forbidden: 'Your role does not allow this.',
        not_found: 'This is not there any more.',
        rate_limited: 'Too fast. Try again in a moment.',
        unavailable: 'This could not be confirmed. Try again in a moment.',
        view_behind: 'The server is catching up after a restart. Try again in a moment.',
        busy: 'The server has too much to do. Try again in a moment.',
        message_too_long: 'The message is too long.',
        message_empty: 'The message is empty.',
        not_accepted: 'The server could not take the message.',
        too_many_documents: 'The chatbot has as many documents as it may have.',
    }),
    unknownFailure: 'That did not work.',
};

/**
 * A reason as people read it: the suite's own words for it, or what somebody wrote.
 *
 * @param {string} reason
 */
export function reasonWords(reason) {
    if (REASONS[reason]) {
        return REASONS[reason];
    }
    return /^[a-z]+(_[a-z]+)+$/.test(reason) ? sentence(reason.replaceAll('_', ' ')) : reason;
}

/** @param {string} text */
function sentence(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param {string} status of an escalation */
export function statusWords(status) {
    return STATUS[status] ?? status;
}

/**
 * Why a move was refused, from how the escalation is now.
 *
 * @param {Escalation|undefined} now
 * @param {string} move
 * @param {string} me the caller's id
 */
export function conflictWords(now, move, me) {
    if (!now) {
        return words.conflict.other;
    }
    if (now.status === 'queued') {
        return words.conflict.queued;
    }
    if (now.status !== 'assigned') {
        return words.conflict.ended[now.status] ?? words.conflict.other;
    }
    const holder = now.agent?.name ?? now.agent?.id ?? words.conversation.states.queued;
    if (now.agent?.id === me) {
        return words.conflict.already;
    }
    return move === 'claim' ? words.conflict.faster(holder) : words.conflict.notYours(holder);
}

/**
 * What went wrong, in words: by its code where the desk knows it, else as the server put it.
 *
 * @param {unknown} failure
 */
export function failureWords(failure) {
    const { code, message, status } = /** @type {{code?: string, message?: string, status?: number}} */ (failure ?? {});
    return (code && words.failures[code]) || (status && message) || message || words.unknownFailure;
}
