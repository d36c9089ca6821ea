/**
 * The desk's pictures, drawn as lines on a field of 24 by 24.
 */

const SVG = 'http://www.w3.org/2000/svg';

/** Each is a list of paths. */
const SHAPES = {
    inbox: ['M3 13h5l1.5 3h5L16 13h5', 'M5.5 5h13L21 13v5a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 18v-5z'],
    bot: [
        'M6.5 8.5h11A2.5 2.5 0 0 1 20 11v6a2.5 2.5 0 0 1-2.5 2.5h-11A2.5 2.5 0 0 1 4 17v-6a2.5 2.5 0 0 1 2.5-2.5z',
        'M12 8.5V5',
        'M12 4.2v.1',
        'M9 13.2v1.3',
        'M15 13.2v1.3',
        'M1.8 13v3',
        'M22.2 13v3',
    ],
    chart: ['M4 4v16h16', 'M8.5 16v-4', 'M13 16V8', 'M17.5 16v-6'],
    keyboard: [
        'M4.5 6h15A1.5 1.5 0 0 1 21 7.5v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 16.5v-9A1.5 1.5 0 0 1 4.5 6z',
        'M7 10v.1',
        'M10.3 10v.1',
        'M13.7 10v.1',
        'M17 10v.1',
        'M8 14h8',
    ],
    settings: [
        'M4 7h9',
        'M17 7h3',
        'M15 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
        'M4 17h3',
        'M11 17h9',
        'M9 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
    ],
    check: ['M4.5 12.5l5 5 10-11'],
    transfer: ['M4 8h14', 'M14.5 4.5L18 8l-3.5 3.5', 'M20 16H6', 'M9.5 12.5L6 16l3.5 3.5'],
    undo: ['M8.5 5L4 9.5 8.5 14', 'M4.5 9.5H14a5.5 5.5 0 0 1 0 11h-3'],
    claim: [
        'M8 11V5.7a1.4 1.4 0 0 1 2.8 0V10',
        'M10.8 10V4.4a1.4 1.4 0 0 1 2.8 0V10',
        'M13.6 10.4V6a1.4 1.4 0 0 1 2.8 0v7.8c0 4-2.3 6.7-6 6.7-3 0-4.3-1.3-5.5-3.6',
        'M4.9 16.9l-1.5-3c-.9-1.9 1.3-2.8 2.3-1.3L8 15v-4',
    ],
    note: ['M5 4.5h14v10L14.5 19H5z', 'M14.5 19v-4.5H19', 'M8.5 9h7', 'M8.5 12.5h4'],
    reply: ['M9.5 6L4 11.5 9.5 17', 'M4.5 11.5H14c3.3 0 6 2.2 6 6.5'],
    search: ['M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z', 'M15.5 15.5L20 20'],
    plus: ['M12 5v14', 'M5 12h14'],
    trash: ['M4.5 7h15', 'M9.5 7V4.5h5V7', 'M6.5 7l.8 12.5h9.4L17.5 7', 'M10.3 10.5v5.5', 'M13.7 10.5v5.5'],
    upload: ['M12 15.5V4.5', 'M7.5 9L12 4.5 16.5 9', 'M4.5 15.5v4h15v-4'],
    file: ['M6.5 3.5h7l4.5 4.5v12.5h-11.5z', 'M13.5 3.5V8H18'],
    back: ['M15 5l-7 7 7 7'],
    down: ['M5.5 9l6.5 6.5L18.5 9'],
    close: ['M6 6l12 12', 'M18 6L6 18'],
    eye: ['M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z', 'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z'],
    star: ['M12 3.8l2.5 5.3 5.7.7-4.2 4 1.1 5.7L12 16.7l-5.1 2.8L8 13.8l-4.2-4 5.7-.7z'],
    leave: ['M10 4.5H5v15h5', 'M10.5 12H20', 'M16.5 8.5L20 12l-3.5 3.5'],
    clock: ['M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z', 'M12 7.5V12l3 2'],
    send: ['M4.5 12h14', 'M12.5 5.5L19 12l-6.5 6.5'],
    alert: ['M12 4l9 15.5H3z', 'M12 10v4', 'M12 16.7v.1'],
    panel: ['M4.5 5h15v14h-15z', 'M14.5 5v14'],
    person: ['M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8z', 'M4.5 20.5c.7-4 3.7-6 7.5-6s6.8 2 7.5 6'],
    team: [
        'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z',
        'M2.5 19.5c.5-3.7 3-5.5 6.5-5.5s6 1.8 6.5 5.5',
        'M15.5 4.3a3.4 3.4 0 0 1 0 6.5',
        'M18 14.4c2 .7 3.2 2.4 3.5 5.1',
    ],
    lock: ['M6 11h12v9H6z', 'M8.5 11V8a3.5 3.5 0 0 1 7 0v3'],
    up: [
        'M7.5 20.5H5v-9h2.5z',
        'M7.5 11.5l4-8c1.6 0 2.5 1 2.5 2.5v3.5h4.5a1.8 1.8 0 0 1 1.8 2.1l-1.2 7a2.3 2.3 0 0 1-2.2 1.9H7.5',
    ],
    copy: ['M9 8.5h11v12H9z', 'M15 8.5v-5H4v12h5'],
    quote: ['M5 6h14', 'M5 10.5h14', 'M5 15h8', 'M16 20l2-5 2 5'],
};

/** @typedef {keyof typeof SHAPES} IconName */

/**
 * A picture of the size of the text around it. It says nothing to a screen reader: what holds it has a name.
 *
 * @param {IconName} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('class', `icon icon-${name}`);
    svg.setAttribute('aria-hidden', 'true');
    svg.setAttribute('focusable', 'false');
    for (const shape of SHAPES[name]) {
        const path = document.createElementNS(SVG, 'path');
        path.setAttribute('d', shape);
        svg.append(path);
    }
    return svg;
}
