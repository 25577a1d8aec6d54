import { Alert } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLiveStatus } from '../live';

const PATIENCE = 5_000;

/** Says that events do not arrive, when that is so for more than five seconds. */
export function LiveBanner() {
  const { t } = useTranslation();
  const lost = useLiveStatus() === 'connecting';
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = lost ? setTimeout(() => setLong(true), PATIENCE) : undefined;
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [lost]);
  return long ? (
    <Alert role="status" color="yellow" icon={<IconPlugConnectedX />} mb="md" py="xs">
      {t('live.lost')}
    </Alert>
  ) : null;
}
