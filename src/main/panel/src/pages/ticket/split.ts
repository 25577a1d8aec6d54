/** Discord's limit of a message, in UTF-16 units as here. */
export const MESSAGE_LENGTH = 2_000;
/** The limit of a reply. */
export const LONGEST = 4_000;
/** From here on the length is shown. */
const SHOWN_FROM = 1_800;

/**
 * How many messages a text will become. The product cuts at the end of a line or word; the number is
 * exact but for texts that just fit.
 *
 * @param heading how long the signature above the first one is
 */
export function messagesFor(text: string, heading: number): number {
  let rest = text.trim();
  let count = 1;
  let room = MESSAGE_LENGTH - heading - 1;
  while (rest.length > room) {
    const part = rest.slice(0, room + 1);
    const line = part.lastIndexOf('\n');
    const word = part.lastIndexOf(' ');
    const cut = line > room / 2 ? line : word > room / 2 ? word : room;
    rest = rest.slice(cut).trimStart();
    room = MESSAGE_LENGTH;
    count++;
  }
  return count;
}

/** What is said about the length of a text, if anything. */
export function counted(text: string, heading: number): { length: number; limit: number; messages: number } | null {
  if (text.length < SHOWN_FROM) return null;
  const messages = messagesFor(text, heading);
  return { length: text.length, limit: text.length > MESSAGE_LENGTH ? LONGEST : MESSAGE_LENGTH, messages };
}
