const SIGN = /^\(\d+\) /;

/** A page's title with the number of tickets that were not read. */
export function unreadTitle(title: string, unread: number): string {
  const plain = title.replace(SIGN, '');
  return unread > 0 ? `(${unread}) ${plain}` : plain;
}
