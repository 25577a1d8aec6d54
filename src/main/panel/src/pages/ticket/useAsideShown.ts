import { useState } from 'react';

const KEPT = 'switchboard-ticket-aside';

function kept(): boolean {
  try {
    return localStorage.getItem(KEPT) !== 'hidden';
  } catch {
    return true;
  }
}

/** Whether what stands beside a ticket is shown; on a phone it begins hidden each time. */
export function useAsideShown(small: boolean) {
  const [beside, setBeside] = useState(kept);
  const [sheet, setSheet] = useState(false);
  const toggle = () => {
    if (small) return setSheet(!sheet);
    try {
      localStorage.setItem(KEPT, beside ? 'hidden' : 'shown');
    } catch {
      // It is forgotten with the page.
    }
    setBeside(!beside);
  };
  return { shown: small ? sheet : beside, toggle };
}
