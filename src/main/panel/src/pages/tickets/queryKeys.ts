/** All lists of tickets in the cache of queries. */
export const LISTS = ['tickets', 'list'] as const;

/** How many tickets the person has not read; asked for again where something was read. */
export const UNREAD = ['tickets', 'unread'] as const;
