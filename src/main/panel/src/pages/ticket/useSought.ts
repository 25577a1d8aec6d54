import { useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import type { ConversationStore } from './conversationStore';
import { ticketSearch } from './ticketSearch';

interface Sought {
  number: number;
  found: boolean;
}

/** Looks for the message that the address names. Where the server does not tell, the conversation says so. */
export function useSought(store: ConversationStore) {
  const message = useSearch({ from: '/tickets/$id', select: (raw) => ticketSearch({ ...raw }).message });
  const [sought, setSought] = useState<Sought | null>(null);
  useEffect(() => {
    setSought(null);
    if (message === undefined) return;
    let left = false;
    void store.find(message).then((finding) => {
      if (!left && finding !== 'failed') setSought({ number: message, found: finding === 'found' });
    });
    return () => {
      left = true;
    };
  }, [store, message]);
  return {
    found: sought?.found ? sought.number : null,
    unknown: sought && !sought.found ? sought.number : null,
    dismiss: useCallback(() => setSought(null), []),
  };
}
