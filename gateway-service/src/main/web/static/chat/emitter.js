/**
 * Tells listeners what happened. A listener that throws harms neither the others nor the teller.
 *
 * @template {Record<string, any>} Events what is told, by the name it is told under
 */
export class Emitter {
    /** @type {Map<keyof Events, Set<(event: any) => void>>} */
    #handlers = new Map();

    /**
     * @template {keyof Events} T
     * @param {T} type
     * @param {(event: Events[T]) => void} handler called once for each event, however often it is given
     */
    on(type, handler) {
        const handlers = this.#handlers.get(type);
        if (handlers) {
            handlers.add(handler);
        } else {
            this.#handlers.set(type, new Set([handler]));
        }
        return this;
    }

    /**
     * @template {keyof Events} T
     * @param {T} type
     * @param {(event: Events[T]) => void} handler
     */
    off(type, handler) {
        this.#handlers.get(type)?.delete(handler);
        return this;
    }

    /**
     * @template {keyof Events} T
     * @param {T} type
     * @param {Events[T]} event
     */
    emit(type, event) {
        for (const handler of [...(this.#handlers.get(type) ?? [])]) {
            try {
                handler(event);
            } catch (failure) {
                reportError(failure);
            }
        }
    }
}
