import { CloseButton, NativeSelect, Pill, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AWAITED, type Awaited, type ListSearch, listSearch, SORTS, STATUSES } from './listSearch';
import { PRIORITIES, type Priority } from './ticket';
import classes from './Tickets.module.css';

interface Props {
  search: ListSearch;
  onChange: (next: ListSearch) => void;
}

const PAUSE = 250;

/** What narrows and sorts the list. */
export function Filters({ search, onChange }: Props) {
  const { t } = useTranslation('tickets');
  // Another list begins at its top.
  const change = (changes: Record<string, unknown>) => onChange(listSearch({ ...search, row: undefined, ...changes }));
  const status = search.status ?? 'open';
  const sorts = SORTS.filter((sort) => sort !== 'waiting' || status === 'open');
  return (
    <search className={classes.filters} aria-label={t('filter.label')}>
      <SegmentedControl
        size="sm"
        className={classes.status}
        value={status}
        onChange={(value) => change({ status: value, sort: undefined })}
        data={STATUSES.map((value) => ({ value, label: t(`filter.status.${value}`) }))}
        aria-label={t('filter.status.label')}
      />
      <NameInput value={search.text ?? ''} onChange={(text) => change({ text })} />
      <NativeSelect
        aria-label={t('filter.priority')}
        value={search.priority ?? ''}
        onChange={(event) => change({ priority: event.currentTarget.value as Priority })}
        data={[
          { value: '', label: t('filter.anyPriority') },
          ...PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) })),
        ]}
      />
      <NativeSelect
        aria-label={t('filter.awaiting')}
        value={search.awaiting ?? ''}
        onChange={(event) => change({ awaiting: event.currentTarget.value as Awaited })}
        data={[
          { value: '', label: t('filter.anyAwaiting') },
          ...AWAITED.map((value) => ({ value, label: t(`filter.awaited.${value}`) })),
        ]}
      />
      <NativeSelect
        aria-label={t('filter.sort')}
        value={search.sort ?? sorts[0]}
        onChange={(event) => change({ sort: event.currentTarget.value })}
        data={sorts.map((value) => ({ value, label: t(`sort.${value}`) }))}
      />
      {search.member && (
        <Pill withRemoveButton onRemove={() => change({ member: undefined })} removeButtonProps={{ 'aria-label': t('filter.removeMember') }}>
          {t('filter.member', { id: search.member })}
        </Pill>
      )}
      {search.unread && (
        <Pill withRemoveButton onRemove={() => change({ unread: undefined })} removeButtonProps={{ 'aria-label': t('filter.removeUnread') }}>
          {t('filter.unread')}
        </Pill>
      )}
    </search>
  );
}

function NameInput({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation('tickets');
  const [text, setText] = useState(value);
  const asked = useRef(value);
  useEffect(() => {
    // The address was changed by something else.
    if (value !== asked.current) setText(value);
    asked.current = value;
  }, [value]);
  const ask = useDebouncedCallback((next: string) => {
    asked.current = next.trim() === '' ? '' : next;
    onChange(next);
  }, PAUSE);
  const type = (next: string) => {
    setText(next);
    ask(next);
  };
  return (
    <TextInput
      className={classes.text}
      aria-label={t('filter.name')}
      placeholder={t('filter.name')}
      maxLength={100}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={text && <CloseButton size="sm" aria-label={t('filter.clearName')} onClick={() => type('')} />}
    />
  );
}
