import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copied } from './copied';

const SHOWN_MILLIS = 3_000;

/** A button that copies a text, and says whether it did. */
export function CopyText({ text, label, primary }: { text: string; label: string; primary?: boolean }) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<'done' | 'refused' | null>(null);
  useEffect(() => {
    const timer = outcome ? setTimeout(() => setOutcome(null), SHOWN_MILLIS) : undefined;
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <Button
      variant={primary ? 'filled' : 'light'}
      size="xs"
      w="fit-content"
      leftSection={outcome === 'done' ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
      onClick={() => void copied(text).then((done) => setOutcome(done ? 'done' : 'refused'))}
    >
      {outcome ? t(`copy.${outcome}`) : label}
    </Button>
  );
}
