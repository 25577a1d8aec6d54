import { KEY_ACT_NAMES, KEY_ACTS, type KeyActName } from './map';
import { nameOf, type Press } from './press';

/** What acts do at the moment. */
export type KeyHandlers = Partial<Record<KeyActName, () => void>>;

/** Where a key was pressed. */
export interface Surface {
  /** In a field that takes text, or in a dialogue, a menu or a list of choices. */
  taken: boolean;
  /** On a link or a button, which take Enter. */
  pressable: boolean;
}

const PATIENCE = 1_000;

/** Whether a key is one of an act's, for inputs that handle it themselves. */
export function isKey(press: Press, act: KeyActName): boolean {
  const name = nameOf(press);
  return name !== null && KEY_ACTS[act].keys.includes(name);
}

/** Finds what a key does: the newest page or part that has the act, so that a part goes before its page. */
export class Dispatcher {
  private layers: readonly { readonly handlers: KeyHandlers }[] = [];
  private readonly watchers = new Set<() => void>();
  private begun: { key: string; at: number } | null = null;
  private names: readonly KeyActName[] = [];

  /** The acts that do something at the moment. */
  active = (): readonly KeyActName[] => this.names;

  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  add(handlers: KeyHandlers): () => void {
    const layer = { handlers };
    this.change([...this.layers, layer]);
    return () => this.change(this.layers.filter((one) => one !== layer));
  }

  /**
   * Carries out what a key does.
   *
   * @param singles whether keys without Ctrl or Cmd do something
   * @param now in milliseconds
   * @returns whether it did something, or is the first of two
   */
  press(press: Press & { repeat: boolean }, surface: Surface, singles: boolean, now: number): boolean {
    const name = nameOf(press);
    const begun = this.begun !== null && now - this.begun.at <= PATIENCE ? this.begun.key : null;
    this.begun = null;
    if (name === null) return false;
    const usable = (act: KeyActName) =>
      !KEY_ACTS[act].inInput &&
      (!surface.taken || KEY_ACTS[act].everywhere) &&
      (!surface.pressable || name !== 'Enter') &&
      (singles || KEY_ACTS[act].keys.every((key) => key.startsWith('mod+'))) &&
      (!press.repeat || KEY_ACTS[act].repeats);
    const acts = this.names.filter(usable);
    const typed = begun === null ? name : `${begun} ${name}`;
    const act = acts.find((one) => KEY_ACTS[one].keys.includes(typed));
    if (act) {
      this.run(act);
      return true;
    }
    if (begun !== null || !acts.some((one) => KEY_ACTS[one].keys.some((key) => key.startsWith(`${name} `)))) {
      return false;
    }
    this.begun = { key: name, at: now };
    return true;
  }

  /** Carries out an act, as its key does. */
  run(act: KeyActName): void {
    this.layers.findLast((layer) => layer.handlers[act])?.handlers[act]?.();
  }

  private change(layers: readonly { readonly handlers: KeyHandlers }[]): void {
    this.layers = layers;
    this.names = KEY_ACT_NAMES.filter((act) => layers.some((layer) => layer.handlers[act]));
    for (const watcher of this.watchers) watcher();
  }
}
