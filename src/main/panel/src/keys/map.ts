// The keys of the panel: one line for each act. A page says what an act does there by useKeys.

export const GROUPS = ['move', 'ticket', 'write', 'panel'] as const;

/** An act that has keys. */
export interface KeyAct {
  group: (typeof GROUPS)[number];
  /** As {@link nameOf} names them; two with a blank between are typed one after the other. */
  keys: readonly string[];
  /** Also from inside of inputs; only with Ctrl or Cmd. */
  everywhere?: boolean;
  /** In the input itself, which handles it by {@link isKey}. */
  inInput?: boolean;
  /** Goes on while the key is held. */
  repeats?: boolean;
}

const acts = {
  next: { group: 'move', keys: ['j'], repeats: true },
  previous: { group: 'move', keys: ['k'], repeats: true },
  open: { group: 'move', keys: ['Enter', 'o'] },
  back: { group: 'move', keys: ['u', 'Escape'] },
  search: { group: 'move', keys: ['/'] },
  goDashboard: { group: 'move', keys: ['g d'] },
  goTickets: { group: 'move', keys: ['g t'] },
  goStatistics: { group: 'move', keys: ['g s'] },
  goConfiguration: { group: 'move', keys: ['g c'] },
  reply: { group: 'ticket', keys: ['r'] },
  note: { group: 'ticket', keys: ['n'] },
  assign: { group: 'ticket', keys: ['a'] },
  assignMe: { group: 'ticket', keys: ['i'] },
  close: { group: 'ticket', keys: ['e'] },
  closeAndNext: { group: 'ticket', keys: ['Shift+e'] },
  snooze: { group: 'ticket', keys: ['s'] },
  priority: { group: 'ticket', keys: ['p'] },
  tag: { group: 'ticket', keys: ['t'] },
  copyLink: { group: 'ticket', keys: ['l'] },
  select: { group: 'ticket', keys: ['x'] },
  selectRange: { group: 'ticket', keys: ['Shift+x'] },
  unread: { group: 'ticket', keys: ['Shift+u'] },
  undo: { group: 'ticket', keys: ['z'] },
  send: { group: 'write', keys: ['mod+Enter'], inInput: true },
  sendAndClose: { group: 'write', keys: ['mod+Shift+Enter'], inInput: true },
  newLine: { group: 'write', keys: ['Shift+Enter'], inInput: true },
  leaveInput: { group: 'write', keys: ['Escape'], inInput: true },
  palette: { group: 'panel', keys: ['mod+k'], everywhere: true },
  help: { group: 'panel', keys: ['?'] },
} satisfies Record<string, KeyAct>;

/** The name of an act; its words are `keys:act.<name>`. */
export type KeyActName = keyof typeof acts;

export const KEY_ACTS: Readonly<Record<KeyActName, KeyAct>> = acts;

export const KEY_ACT_NAMES = Object.keys(acts) as KeyActName[];
