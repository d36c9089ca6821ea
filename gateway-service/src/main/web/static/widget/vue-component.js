/**
 * Makes the Vue component of Vue's own functions, wherever the page has them from.
 *
 * @typedef {typeof import('vue')} Vue
 */

import { EVENTS, Embedding, OPTIONS, optionsOf, settingsOf } from './embedding.js';

/**
 * @param {Pick<Vue, 'defineComponent'|'onBeforeUnmount'|'onMounted'|'watch'>} vue
 */
export function chatWidgetComponent({ defineComponent, onBeforeUnmount, onMounted, watch }) {
    /** The chat widget, for as long as it is mounted; it draws itself over the page, and nothing where it stands. */
    return defineComponent({
        name: 'ChatWidget',
        inheritAttrs: false,
        props: Object.fromEntries(OPTIONS.map((name) => [name, { default: undefined, type: typeOf(name) }])),
        emits: [...EVENTS],
        setup(props, { emit }) {
            const embedding = new Embedding((event, detail) => emit(event, detail));
            const show = () => embedding.show(optionsOf(settingsOf(props), () => props));
            onMounted(show);
            watch(() => settingsOf(props), show);
            onBeforeUnmount(() => embedding.remove());
            return () => null;
        },
    });
}

/** So that `<ChatWidget auto-open />` is true. @param {typeof OPTIONS[number]} name */
function typeOf(name) {
    return { autoOpen: Boolean, getToken: Function, imageOrigins: Array, reconnectInterval: Number, typingTimeout: Number }[
        /** @type {string} */ (name)
    ] ?? String;
}
