/**
 * Makes the React component of React's own hooks, wherever the page has them from.
 */

import { Embedding, optionsOf, settingsOf } from './embedding.js';

/**
 * @param {object} react
 * @param {(effect: () => void|(() => void), on?: any[]) => void} react.useEffect
 * @param {<T>(initial: T) => {current: T}} react.useRef
 */
export function chatWidgetComponent({ useEffect, useRef }) {
    /**
     * The chat widget, for as long as it is rendered; it draws itself over the page, and nothing where it stands.
     *
     * @param {Record<string, any>} props the widget's options; `onMessage`, `onEscalation`, `onOpen`, `onClose`,
     *     `onConnection`, `onError`, `onTyping`, and `onReady`, which is given the widget itself
     */
    return function ChatWidget(props) {
        const latest = useRef(props);
        const embedding = useRef(/** @type {Embedding|null} */ (null));
        const settings = settingsOf(props);
        useEffect(() => {
            latest.current = props;
        });
        useEffect(() => {
            embedding.current ??= new Embedding((event, detail) => {
                latest.current[`on${event[0].toUpperCase()}${event.slice(1)}`]?.(detail);
            });
            embedding.current.show(optionsOf(settings, () => latest.current));
        }, [settings]);
        useEffect(() => () => embedding.current?.remove(), []);
        return null;
    };
}
