/**
 * The start page: snippets bear the address they were read at and can be copied, and the suite says how it is.
 */

for (const code of document.querySelectorAll('.snippet code')) {
    code.textContent = (code.textContent ?? '')
        .replaceAll('{origin}', location.origin)
        .replaceAll('{socket}', location.origin.replace(/^http/, 'ws'));
    const copy = document.createElement('button');
    copy.type = 'button';
    copy.className = 'copy';
    copy.textContent = 'Copy';
    copy.addEventListener('click', async () => {
        try {
            await navigator.clipboard.writeText(code.textContent ?? '');
            copy.textContent = 'Copied';
        } catch {
            copy.textContent = 'Select and copy';
            getSelection()?.selectAllChildren(code);
        }
    });
    code.closest('.snippet')?.append(copy);
}

const health = /** @type {HTMLElement} */ (document.getElementById('health'));
try {
    const answer = await fetch('../health', { cache: 'no-store' });
    const services = Object.entries((await answer.json()).services ?? {});
    health.dataset.health = answer.ok ? 'ok' : 'down';
    health.textContent = answer.ok
        ? `All ${services.length} services are up`
        : `Not up: ${services.filter(([, state]) => state !== 'up').map(([name]) => name).join(', ')}`;
} catch {
    health.dataset.health = 'down';
    health.textContent = 'The suite cannot be reached';
}

export {};
