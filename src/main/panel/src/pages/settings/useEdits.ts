import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { useToast } from '../../ui/useToast';
import { configQuery, type Reading, save } from './api';
import { changedBetween, type Edits, type Key, rebased } from './edits';

/**
 * What the person changes, over the reading on which it was decided. A later reading becomes the
 * base only with a note of what others changed, so that nothing is overwritten unseen.
 */
export function useEdits(latest: Reading) {
  const { t } = useTranslation('settings');
  const queries = useQueryClient();
  const toast = useToast();
  const [base, setBase] = useState(latest);
  const [edits, setEdits] = useState<Edits>({});
  const [meanwhile, setMeanwhile] = useState<readonly Key[]>([]);
  const own = useRef('');
  useEffect(() => {
    if (latest.etag === base.etag) return;
    const kept = rebased(latest.config, edits);
    if (latest.etag !== own.current && Object.keys(edits).length > 0) {
      const changed = changedBetween(base.config, latest.config);
      setMeanwhile((former) => [...new Set([...former, ...changed])]);
    }
    setEdits(kept);
    setBase(latest);
  }, [latest, base, edits]);
  const saving = useMutation({
    mutationFn: () => save(edits, base.etag),
    onSuccess: (etag) => {
      own.current = etag;
      setEdits({});
      setMeanwhile([]);
      toast.done(t('saved'));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: configQuery.queryKey }),
  });
  const problem = saving.error instanceof Problem ? saving.error : null;
  return {
    config: base.config,
    edits,
    change: (next: Edits) => {
      setEdits(next);
      if (saving.isError) saving.reset();
    },
    discard: () => {
      setEdits({});
      setMeanwhile([]);
      saving.reset();
    },
    saving,
    problem,
    /** What others changed, until the person has seen it. */
    meanwhile,
    seen: () => {
      setMeanwhile([]);
      saving.reset();
    },
  };
}
