/** What a message says, as Discord's markdown has it. */
export type Inline =
  | string
  | { is: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler'; in: Inline[] }
  | { is: 'code'; text: string }
  /** `masked` where the author wrote other words than the address. */
  | { is: 'link'; href: string; masked: boolean; in: Inline[] }
  | { is: 'user' | 'role' | 'channel'; id: string }
  | { is: 'everyone'; name: 'everyone' | 'here' }
  | { is: 'command'; name: string; id: string }
  | { is: 'emoji'; name: string; id: string; animated: boolean }
  | { is: 'time'; seconds: number; style: string }
  /** A place of each guild, such as `customize`. */
  | { is: 'guild'; name: string };

export interface ListItem {
  /** From 0 to 10. */
  level: number;
  /** The number of an item of an ordered list. */
  number: number | null;
  in: Inline[];
}

export type Block =
  /** Lines as they are; a line's end is `\n` in a text. */
  | { is: 'lines'; in: Inline[] }
  | { is: 'heading'; level: 1 | 2 | 3; in: Inline[] }
  | { is: 'small'; in: Inline[] }
  | { is: 'list'; items: ListItem[] }
  | { is: 'fence'; language: string; text: string }
  | { is: 'quote'; in: Block[] };
