import { useEffect, useRef, useSyncExternalStore } from 'react';
import { Dispatcher, type KeyHandlers, type Surface } from './dispatcher';
import type { KeyActName } from './map';
import { singleKeys } from './setting';

export { isKey, type KeyHandlers } from './dispatcher';
export type { KeyActName } from './map';

const dispatcher = new Dispatcher();

const TAKEN =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"], [role="combobox"]';
const PRESSABLE = 'a[href], button, summary, [role="button"]';

function surfaceOf(target: EventTarget | null): Surface {
  const element = target instanceof Element ? target : null;
  return {
    taken: element?.closest(TAKEN) != null || document.querySelector('[aria-modal="true"]') !== null,
    pressable: element?.closest(PRESSABLE) != null,
  };
}

/** Listens to the keys of the page; once, in the shell. */
export function listenToKeys(): () => void {
  const pressed = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    if (dispatcher.press(event, surfaceOf(event.target), singleKeys(), event.timeStamp)) event.preventDefault();
  };
  window.addEventListener('keydown', pressed);
  return () => window.removeEventListener('keydown', pressed);
}

/**
 * Says what keys do while a component is shown: `useKeys({ next: () => ..., reply: canReply ? () => ... : undefined })`.
 * Acts that are absent or undefined have no key, and the list of keys (`?`) does not show them. Where two
 * components have the same act, the one that was shown last is asked. An act with `inInput` is only
 * shown in the list; the input handles it itself, by {@link isKey}.
 */
export function useKeys(handlers: KeyHandlers): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  const names = (Object.keys(handlers) as KeyActName[]).filter((name) => handlers[name]).sort().join(' ');
  useEffect(() => {
    const acts = names === '' ? [] : (names.split(' ') as KeyActName[]);
    return dispatcher.add(Object.fromEntries(acts.map((act) => [act, () => latest.current[act]?.()])));
  }, [names]);
}

/** The acts that have keys on this page. */
export function useActiveKeys(): readonly KeyActName[] {
  return useSyncExternalStore(dispatcher.watch, dispatcher.active);
}

/** Carries out an act, as its key does; for the palette. */
export function runKey(act: KeyActName): void {
  dispatcher.run(act);
}
