/** What of a keyboard event says which key it is. */
export type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'getModifierState'
>;

const CODES: Readonly<Record<string, readonly [string, string]>> = {
  Slash: ['/', '?'],
  Period: ['.', '>'],
  Comma: [',', '<'],
};

/** The key at that place of a Latin keyboard, for layouts of other scripts (ru, el, fa, ko). */
function byPlace(code: string, shift: boolean): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) return letter.toLowerCase();
  return /^Digit[0-9]$/.test(code) && !shift ? code.slice(5) : (CODES[code]?.[shift ? 1 : 0] ?? null);
}

/**
 * The name of a key, such as `j`, `Shift+e`, `?`, `Enter` or `mod+Enter`; null where it is none
 * of ours. `mod` is Ctrl, and on Apple's systems Cmd. A letter is in lower case, whatever Caps Lock
 * says; the other signs are those that were typed, so that `?` is `?` on each layout.
 */
export function nameOf(press: Press): string | null {
  // Composed by an input method, or a sign of its own: AltGr reports Ctrl and Alt on Windows.
  if (press.isComposing || press.key === 'Process' || press.key === 'Dead') return null;
  if (press.altKey || press.getModifierState('AltGraph')) return null;
  let key: string | null = press.key;
  // An empty name or "Unidentified" is no sign.
  if ([...key].length === 1) {
    if (/^[^ -~]$/u.test(key)) key = /^\p{Script=Latin}$/u.test(key) ? null : byPlace(press.code, press.shiftKey);
    else key = key.toLowerCase();
  }
  if (key === null || key === '' || key === 'Unidentified') return null;
  const mod = press.ctrlKey || press.metaKey ? 'mod+' : '';
  const shift = press.shiftKey && (/^[a-z]$/.test(key) || key.length > 1) ? 'Shift+' : '';
  return mod + shift + key;
}
