/**
 * Where the page begins: signed in already, by a link, or by hand.
 */

import { Desk } from './desk.js';
import { show } from './dom.js';
import { followTheme, Preferences } from './preferences.js';
import { SignInView } from './sign-in.js';
import { forgetToken, keepUnsentOf, storedToken, storeToken, takeTokenFromAddress } from './token-store.js';

const root = /** @type {HTMLElement} */ (document.getElementById('desk'));
const preferences = new Preferences();
followTheme(preferences);

/** @param {string} [why] */
function askForToken(why) {
    const view = new SignInView(open);
    show(root, view.element);
    view.begin(why);
    return view;
}

/** @param {import('./account.js').Account} account */
function open(account) {
    keepUnsentOf(`${account.claims.tenant}/${account.userId}`);
    const desk = new Desk(account, preferences, (why) => {
        forgetToken();
        askForToken(why);
    });
    show(root, desk.element);
    desk.start();
}

const linked = takeTokenFromAddress();
const stored = linked ?? storedToken();
const view = askForToken();
if (stored !== null) {
    void view.enter(stored, false, linked === null);
}

// A link that is opened in a tab where the desk is already: somebody else signs in here.
window.addEventListener('hashchange', () => {
    const token = takeTokenFromAddress();
    if (token !== null) {
        storeToken(token, false);
        location.reload();
    }
});
