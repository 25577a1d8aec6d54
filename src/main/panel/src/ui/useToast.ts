import { notifications } from '@mantine/notifications';
import { useMemo } from 'react';
import { useWords } from './useWords';

/** Short notes at the edge of the page: `done` for what was carried out, `failed` for what was not. */
export function useToast() {
  const words = useWords();
  return useMemo(
    () => ({
      done: (message: string) => notifications.show({ message, color: 'teal' }),
      failed: (error: unknown) =>
        notifications.show({ message: words(error).text, color: 'red', autoClose: 10_000 }),
    }),
    [words],
  );
}
