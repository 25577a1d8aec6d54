import { Button, CloseButton, Menu, Progress, Text } from '@mantine/core';
import { IconChevronDown, IconFlag, IconLock } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may, usePerson } from '../../api/session';
import { inParallel } from '../../ui/inParallel';
import { randomKey } from '../../ui/randomKey';
import { useConfirm } from '../../ui/useConfirm';
import { useToast } from '../../ui/useToast';
import { useWords } from '../../ui/useWords';
import { ALONE, beginJob, MOST_NAMED, watchedJob, watchJob } from './bulkJob';
import { JobBar } from './JobBar';
import type { Wanted } from './listSearch';
import { LISTS } from './queryKeys';
import { actOn, type BulkAct } from './rest';
import { PRIORITIES } from './ticket';
import classes from './Tickets.module.css';

interface Props {
  ids: readonly string[];
  /** All rows that are shown. */
  all: readonly string[];
  /** What the list asks for. */
  wanted: Wanted;
  /** Whether the list goes on behind the rows that are shown. */
  more: boolean;
  nameOf: (id: string) => string;
  onAll: () => void;
  onNone: () => void;
}

interface Run {
  total: number;
  done: number;
  failures: readonly { id: string; text: string }[];
}

const AT_A_TIME = 3;

/** Acts on all tickets that are selected, with a result for each. */
export function BulkBar({ ids, all, wanted, more, nameOf, onAll, onNone }: Props) {
  const { t } = useTranslation('tickets');
  const person = usePerson();
  const confirm = useConfirm();
  const toast = useToast();
  const [run, startHere, forget] = useRun(onNone);
  const [job, setJob] = useState(watchedJob);
  const [matching, setMatching] = useState(false);
  const watch = useCallback((id: string | null) => {
    watchJob(id);
    setJob(id);
  }, []);
  useEffect(() => {
    if (ids.length < all.length) setMatching(false);
  }, [ids.length, all.length]);
  const start = (which: readonly string[], act: BulkAct) => {
    if (!matching && which.length <= ALONE) return startHere(which, act);
    const scope = matching ? { list: wanted } : { ids: which };
    void beginJob(scope, act, randomKey()).then(({ id }) => {
      watch(id);
      setMatching(false);
      onNone();
    }, toast.failed);
  };
  if (job !== null) return <JobBar id={job} nameOf={nameOf} onDone={() => watch(null)} />;
  if (ids.length === 0 && run === null) return null;
  const working = run !== null && run.done < run.total;
  const count = ids.length;
  return (
    <div role="toolbar" aria-label={t('bulk.label')} className={classes.bulk}>
      <Text size="sm" fw={600} aria-live="polite" role="status">
        {run ? t('bulk.progress', { done: run.done, total: run.total }) : matching ? t('bulk.matching') : t('bulk.count', { count })}
      </Text>
      {working && <Progress value={(100 * run.done) / run.total} flex={1} miw={80} aria-label={t('bulk.label')} />}
      {!run && (matching || count <= MOST_NAMED) && may(person, 'manage_tickets') && (
        <>
          <Button
            size="xs"
            variant="light"
            color="red"
            leftSection={<IconLock size={15} aria-hidden />}
            onClick={() =>
              confirm({
                title: matching ? t('bulk.closeMatching') : t('bulk.closeTitle', { count }),
                text: t('bulk.closeText'),
                act: t('bulk.close'),
                danger: true,
                onConfirm: () => start(ids, { kind: 'close' }),
              })
            }
          >
            {t('bulk.close')}
          </Button>
          <Menu position="top-start">
            <Menu.Target>
              <Button size="xs" variant="light" leftSection={<IconFlag size={15} aria-hidden />} rightSection={<IconChevronDown size={14} aria-hidden />}>
                {t('bulk.priority')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {PRIORITIES.map((priority) => (
                <Menu.Item key={priority} onClick={() => start(ids, { kind: 'priority', priority })}>
                  {t(`priority.${priority}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </>
      )}
      {!run && count < all.length && (
        <Button size="xs" variant="subtle" onClick={onAll}>
          {t('bulk.all', { count: all.length })}
        </Button>
      )}
      {!run && !matching && more && count === all.length && (
        <Button size="xs" variant="subtle" onClick={() => setMatching(true)}>
          {t('bulk.allMatching')}
        </Button>
      )}
      {!working && <CloseButton ms="auto" aria-label={t('bulk.none')} onClick={run ? forget : onNone} />}
      {run && run.failures.length > 0 && (
        <ul className={classes.failures}>
          {run.failures.map(({ id, text }) => (
            <li key={id}>
              #{id} <bdi>{nameOf(id)}</bdi>: {text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Carries out an act on many tickets; what failed stays until it is put away. */
function useRun(onNone: () => void): [Run | null, (ids: readonly string[], act: BulkAct) => void, () => void] {
  const { t } = useTranslation('tickets');
  const [run, setRun] = useState<Run | null>(null);
  const queries = useQueryClient();
  const words = useWords();
  const toast = useToast();
  const start = async (ids: readonly string[], act: BulkAct) => {
    let result: Run = { total: ids.length, done: 0, failures: [] };
    setRun(result);
    const key = randomKey();
    await inParallel(ids, AT_A_TIME, async (id) => {
      let failure: { id: string; text: string } | null = null;
      try {
        await actOn(id, act, `${key}-${id}`);
      } catch (error) {
        failure = { id, text: words(error).text };
      }
      result = { ...result, done: result.done + 1, failures: failure ? [...result.failures, failure] : result.failures };
      setRun(result);
    });
    await queries.invalidateQueries({ queryKey: LISTS });
    onNone();
    if (result.failures.length > 0) return;
    setRun(null);
    toast.done(t('bulk.done', { count: result.total }));
  };
  return [run, (ids, act) => void start(ids, act), () => setRun(null)];
}
