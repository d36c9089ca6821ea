/**
 * The page before anybody is signed in.
 */

import { NotSignedIn, signIn } from './account.js';
import { h, newId } from './dom.js';
import { icon } from './icons.js';
import { storeToken } from './token-store.js';
import { tidied } from './token.js';
import { words } from './words.js';

const text = words.signIn;

export class SignInView {
    #signedIn;
    #field = h('textarea', {
        class: 'field token-field',
        id: newId('token'),
        rows: 4,
        spellcheck: 'false',
        autocomplete: 'off',
        autocapitalize: 'off',
        'aria-describedby': 'sign-in-problem',
        on: {
            keydown: (/** @type {KeyboardEvent} */ event) => {
                if (event.key === 'Enter') {
                    event.preventDefault();
                    this.#form.requestSubmit();
                }
            },
        },
    });
    #stay = h('input', { type: 'checkbox', id: newId('stay') });
    #problem = h('p', { class: 'problem', id: 'sign-in-problem', role: 'alert', hidden: true });
    #submit = h('button', { class: 'button primary wide', type: 'submit' }, text.submit);
    #form = h(
        'form',
        {
            class: 'sign-in-form',
            on: {
                submit: (/** @type {Event} */ event) => {
                    event.preventDefault();
                    void this.enter(this.#field.value, this.#stay.checked);
                },
            },
        },
        h('div', { class: 'form-row' }, h('label', { for: this.#field.id }, text.token), this.#field, this.#problem),
        h(
            'div',
            { class: 'check-row' },
            this.#stay,
            h('div', {}, h('label', { for: this.#stay.id }, text.stay), h('p', { class: 'hint' }, text.stayHint)),
        ),
        this.#submit,
    );

    /** @readonly */
    element = h(
        'main',
        { class: 'sign-in' },
        h(
            'div',
            { class: 'sign-in-card' },
            h('div', { class: 'mark', 'aria-hidden': 'true' }, icon('inbox')),
            h('h1', {}, text.title),
            h('p', { class: 'muted' }, text.lead),
            h('code', { class: 'command', tabindex: 0 }, text.command),
            this.#form,
        ),
    );

    /** @param {(account: import('./account.js').Account) => void} signedIn */
    constructor(signedIn) {
        this.#signedIn = signedIn;
    }

    /** @param {string} [why] somebody is asked to sign in again */
    begin(why = '') {
        this.#say(why);
        this.#field.focus();
    }

    /**
     * Signs in, or says why not.
     *
     * @param {string} given
     * @param {boolean} stays
     * @param {boolean} [isKept] the token is where it is kept already
     */
    async enter(given, stays, isKept = false) {
        const token = tidied(given);
        if (token === '') {
            this.begin(text.empty);
            return;
        }
        this.#say('');
        this.#busy(true);
        this.element.classList.toggle('is-checking', isKept);
        try {
            const account = await signIn(token);
            if (!isKept) {
                storeToken(token, stays);
            }
            this.#field.value = '';
            this.#signedIn(account);
        } catch (failure) {
            this.element.classList.remove('is-checking');
            this.#say(failure instanceof NotSignedIn ? failure.message : words.unknownFailure);
            if (!(failure instanceof NotSignedIn && failure.isFinal)) {
                this.#field.value = token;
            }
            this.#field.focus();
        } finally {
            this.#busy(false);
        }
    }

    /** @param {boolean} isBusy */
    #busy(isBusy) {
        this.#submit.disabled = isBusy;
        this.#submit.textContent = isBusy ? text.checking : text.submit;
    }

    /** @param {string} problem */
    #say(problem) {
        this.#problem.textContent = problem;
        this.#problem.hidden = problem === '';
        this.#field.setAttribute('aria-invalid', `${problem !== ''}`);
    }
}
