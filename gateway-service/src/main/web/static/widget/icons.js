/** The widget's drawings: strokes on a grid of 24, in the colour of the text around them. */

const STROKES = {
    again: 'M4 11a8 8 0 0 1 14-4.5L20 8.5M20 4v4.5h-4.5M20 13a8 8 0 0 1-14 4.5L4 15.5M4 20v-4.5h4.5',
    bad: 'M7 3v11M7 14l4.5 7a2.3 2.3 0 0 0 2-3l-.9-3.5h5.2a2 2 0 0 0 2-2.4l-1.2-6.5a2 2 0 0 0-2-1.6H7M3.5 3.5v10',
    chat: 'M4 5.5A2.5 2.5 0 0 1 6.5 3h7A2.5 2.5 0 0 1 16 5.5v4a2.5 2.5 0 0 1-2.5 2.5H8l-4 3ZM9.5 15.5A2.5 2.5 0 0 0 12 18h4.5l3.5 3v-8.5a2.5 2.5 0 0 0-1-2',
    check: 'm5 12.5 4.5 4.5L19 7.5',
    clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 8v4.2l2.6 1.6',
    close: 'M6 6l12 12M18 6 6 18',
    copy: 'M9 9h8.5A1.5 1.5 0 0 1 19 10.5v8a1.5 1.5 0 0 1-1.5 1.5h-8A1.5 1.5 0 0 1 8 18.5V9ZM5.5 15A1.5 1.5 0 0 1 4 13.5V5.5A1.5 1.5 0 0 1 5.5 4h8A1.5 1.5 0 0 1 15 5.5',
    down: 'm6 9.5 6 6 6-6',
    edit: 'M5 19l.8-3.6L15.9 5.3a1.8 1.8 0 0 1 2.5 0l.3.3a1.8 1.8 0 0 1 0 2.5L8.6 18.2 5 19ZM14 7.2 16.8 10',
    good: 'M7 21V10M7 10l4.5-7a2.3 2.3 0 0 1 2 3l-.9 3.5h5.2a2 2 0 0 1 2 2.4l-1.2 6.5a2 2 0 0 1-2 1.6H7M3.5 10.5v10',
    person: 'M12 4a3.8 3.8 0 1 0 0 7.6A3.8 3.8 0 0 0 12 4ZM4.5 20c.6-3.6 3.6-5.8 7.5-5.8s6.9 2.2 7.5 5.8',
    read: 'm2.5 12.5 4 4 8-9M11.5 15l1.5 1.5 8-9',
    remove: 'M5 7h14M10 4h4M7 7l.8 12a1.5 1.5 0 0 0 1.5 1.4h5.4a1.5 1.5 0 0 0 1.5-1.4L17 7M10.5 11v5.5M13.5 11v5.5',
    send: 'M12 19V5.5M6 11l6-6 6 6',
    star: 'm12 4 2.5 5.1 5.6.8-4 3.9.9 5.6-5-2.6-5 2.6.9-5.6-4-3.9 5.6-.8Z',
    stop: 'M8 8h8v8H8Z',
    warn: 'M12 8v5M12 16.3v.2M10.5 4.8 3.6 17a1.7 1.7 0 0 0 1.5 2.5h13.8a1.7 1.7 0 0 0 1.5-2.5L13.5 4.8a1.7 1.7 0 0 0-3 0Z',
};

/**
 * A drawing; what it means is said by the element around it.
 *
 * @param {keyof typeof STROKES} name
 */
export function icon(name) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    svg.setAttribute('class', 'icon');
    const path = document.createElementNS(svg.namespaceURI, 'path');
    path.setAttribute('d', STROKES[name]);
    svg.append(path);
    return svg;
}
