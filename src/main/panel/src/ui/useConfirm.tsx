import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

interface Question {
  title: string;
  text: string;
  /** The word on the button, as "End". */
  act: string;
  /** Red, for what cannot be undone. */
  danger?: boolean;
  onConfirm: () => void;
}

/** Asks before an act. */
export function useConfirm(): (question: Question) => void {
  const { t } = useTranslation();
  return useCallback(
    (question: Question) =>
      modals.openConfirmModal({
        title: question.title,
        // It may hold an address, which has no place to break.
        children: (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {question.text}
          </Text>
        ),
        labels: { confirm: question.act, cancel: t('act.cancel') },
        closeButtonProps: { 'aria-label': t('act.close') },
        confirmProps: { color: question.danger ? 'red.9' : undefined },
        onConfirm: question.onConfirm,
      }),
    [t],
  );
}
