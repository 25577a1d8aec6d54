import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/EmptyState';
import { useWords } from '../ui/useWords';

/** Instead of a page that failed: a fault of ours, or a chunk of a former version. */
export function CrashPage({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const words = useWords()(error);
  return (
    <EmptyState icon={IconPlugConnectedX} title={t('error.crash')} text={words.text}>
      <Button variant="light" mt="sm" onClick={() => location.reload()}>
        {t('act.reload')}
      </Button>
    </EmptyState>
  );
}
