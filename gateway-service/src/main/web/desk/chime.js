/**
 * Two soft tones, made on the spot: a rising pair for somebody who waits, a single one for a message.
 */

const LENGTH = 0.34;
const LOUDNESS = 0.12;
const TONES = { arrived: [659.25, 880], wrote: [740] };

/** @type {AudioContext|null} */
let context = null;

/**
 * Browsers let a page sound only after somebody has used it, so this is made ready by the click that switches sound on.
 */
export function prepareChime() {
    if (!context && 'AudioContext' in window) {
        context = new AudioContext();
    }
    void context?.resume();
}

/** @param {'arrived'|'wrote'} occasion */
export function chime(occasion) {
    prepareChime();
    if (!context) {
        return;
    }
    const output = context;
    TONES[occasion].forEach((frequency, at) => tone(output, frequency, output.currentTime + at * 0.14));
}

/** @param {AudioContext} output @param {number} frequency @param {number} from */
function tone(output, frequency, from) {
    const oscillator = output.createOscillator();
    const gain = output.createGain();
    oscillator.type = 'sine';
    oscillator.frequency.value = frequency;
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(LOUDNESS, from + 0.015);
    gain.gain.exponentialRampToValueAtTime(0.0001, from + LENGTH);
    oscillator.connect(gain).connect(output.destination);
    oscillator.start(from);
    oscillator.stop(from + LENGTH);
}
