import { Button, CloseButton, Progress, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { useToast } from '../../ui/useToast';
import { cancelJob, jobOf } from './bulkJob';
import { LISTS } from './queryKeys';
import classes from './Tickets.module.css';

const LOOK_AGAIN = 700;

interface Props {
  id: string;
  nameOf: (id: string) => string;
  onDone: () => void;
}

/** How far the server is with a bulk job, and what it could not do. */
export function JobBar({ id, nameOf, onDone }: Props) {
  const { t } = useTranslation(['tickets', 'common']);
  const toast = useToast();
  const queries = useQueryClient();
  const page = useQuery({
    queryKey: ['bulk', id],
    queryFn: ({ signal }) => jobOf(id, signal),
    refetchInterval: ({ state }) => (state.data && state.data.job.waiting === 0 ? false : LOOK_AGAIN),
  });
  const job = page.data?.job;
  const ended = job !== undefined && job.waiting === 0;
  useEffect(() => {
    if (ended) void queries.invalidateQueries({ queryKey: LISTS });
  }, [ended, queries]);
  const gone = page.error instanceof Problem && page.error.status === 404;
  useEffect(() => {
    if (gone) onDone();
  }, [gone, onDone]);
  if (!job) return null;
  const done = job.total - job.waiting;
  const refused = page.data?.results.filter((one) => one.state === 'refused') ?? [];
  return (
    <div role="toolbar" aria-label={t('bulk.label')} className={classes.bulk}>
      <Text size="sm" fw={600} aria-live="polite" role="status">
        {ended ? t('bulk.ended', { done: job.done, total: job.total }) : t('bulk.progress', { done, total: job.total })}
      </Text>
      {!ended && <Progress value={(100 * done) / Math.max(1, job.total)} flex={1} miw={80} aria-label={t('bulk.label')} />}
      {job.state === 'running' && (
        <Button size="xs" variant="subtle" onClick={() => void cancelJob(id).then(() => page.refetch(), toast.failed)}>
          {t('bulk.cancel')}
        </Button>
      )}
      {ended && <CloseButton ms="auto" aria-label={t('bulk.putAway')} onClick={onDone} />}
      {refused.length > 0 && (
        <ul className={classes.failures}>
          {refused.map(({ ticket, code }) => (
            <li key={ticket}>
              #{ticket} <bdi>{nameOf(ticket)}</bdi>: {t(`bulk.code.${code}`, { defaultValue: t('bulk.code.other') })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
