import { Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { exact, relative } from './moments';

interface Props {
  /** RFC 3339. */
  at: string;
  /** How long ago, or the date and time in words. */
  as?: 'relative' | 'exact';
}

/** A moment, with its ISO form as tooltip. */
export function Time({ at, as = 'relative' }: Props) {
  const { i18n } = useTranslation();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (as !== 'relative') return;
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, [as]);
  const moment = new Date(at);
  return (
    <Tooltip label={<bdi dir="ltr">{moment.toISOString()}</bdi>} events={{ hover: true, focus: true, touch: true }}>
      <time dateTime={at}>
        {as === 'relative' ? relative(moment, now, i18n.language) : exact(moment, i18n.language)}
      </time>
    </Tooltip>
  );
}
