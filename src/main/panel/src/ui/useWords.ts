import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, UNREACHABLE } from '../api/problem';

/** Gives the words for a failure. */
export function useWords(): (error: unknown) => { text: string; requestId: string | null } {
  const { t } = useTranslation();
  return useCallback(
    (error: unknown) => {
      if (!(error instanceof Problem)) return { text: t('error.unexpected'), requestId: null };
      if (error.code === UNREACHABLE) return { text: t('error.unreachable'), requestId: null };
      if (error.code === 'starting') return { text: t('error.starting'), requestId: null };
      const text = [error.detail, ...error.errors.map((one) => `${one.field}: ${one.detail}`)];
      return {
        text: text.filter(Boolean).join(' ') || t('error.unexpected'),
        requestId: error.status >= 500 ? error.requestId : null,
      };
    },
    [t],
  );
}
