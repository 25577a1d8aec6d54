import { Code, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Time } from '../../ui/Time';
import type { Attempt, Delivery } from './api';
import classes from './Webhooks.module.css';

/** What came of the attempts at a delivery, and what is sent. */
export function Attempts({ of: { attempts, body } }: { of: Delivery }) {
  const { t } = useTranslation('webhooks');
  // By their numbers, as the list may come in either order.
  const ordered = [...attempts].sort((one, other) => one.number - other.number);
  const last = ordered.at(-1);
  return (
    <details className={classes.details}>
      <summary>
        {last ? t('attempt.counted', { count: last.number, status: last.status ?? t('attempt.noAnswer') }) : t('attempt.none')}
      </summary>
      <ol className={classes.attempts}>
        {ordered.map((one) => (
          <li key={one.number}>
            <Line of={one} />
          </li>
        ))}
      </ol>
      <Text size="xs" c="dimmed" mt={8}>
        {t('deliveries.body')}
      </Text>
      <Code block dir="ltr" className={classes.words}>
        {body}
      </Code>
    </details>
  );
}

function Line({ of: attempt }: { of: Attempt }) {
  const { t } = useTranslation('webhooks');
  return (
    <>
      <div>
        {t('attempt.line', {
          number: attempt.number,
          status: attempt.status ?? t('attempt.noAnswer'),
          duration: attempt.duration_ms,
        })}{' '}
        · <Time at={attempt.at} as="exact" />
      </div>
      {attempt.error && <bdi>{attempt.error}</bdi>}
      {attempt.answer && (
        <>
          <Text size="xs" c="dimmed">
            {t('attempt.answer')}
          </Text>
          <Code block dir="auto" className={classes.words}>
            {attempt.answer}
          </Code>
        </>
      )}
    </>
  );
}
