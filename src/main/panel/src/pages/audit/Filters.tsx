import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../api/problem';
import { fromLocal, toLocal } from '../../ui/localTime';
import classes from './Audit.module.css';
import { type AuditFilters, KINDS, SURFACES, ticketNumber } from './filters';

interface Props {
  filters: AuditFilters;
  problem: Problem | null;
  onChange: (part: AuditFilters) => void;
  onClear: () => void;
}

/** The filters, which are those of the address. */
export function Filters({ filters, problem, onChange, onClear }: Props) {
  const { t } = useTranslation('audit');
  return (
    <search className={classes.filters} aria-label={t('filter.label')}>
      <DelayedText
        label={t('filter.actor')}
        placeholder={t('filter.actorHint')}
        maxLength={100}
        value={filters.actor ?? ''}
        error={problem?.of('actor')}
        onCommit={(text) => onChange({ actor: text.trim() || undefined })}
      />
      <Choice
        label={t('filter.surface')}
        value={filters.surface}
        of={SURFACES.map((value) => ({ value, label: t(`surface.${value}`) }))}
        onChange={(surface) => onChange({ surface: SURFACES.find((one) => one === surface) })}
      />
      <Choice
        label={t('filter.kind')}
        value={filters.kind}
        of={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        onChange={(kind) => onChange({ kind: KINDS.find((one) => one === kind) })}
      />
      <DelayedText
        label={t('filter.ticket')}
        inputMode="numeric"
        maxLength={16}
        value={filters.ticket === undefined ? '' : String(filters.ticket)}
        error={problem?.of('ticket')}
        onCommit={(text) => onChange({ ticket: ticketNumber(text.trim()) })}
      />
      <DelayedText
        type="datetime-local"
        label={t('filter.from')}
        value={toLocal(filters.from)}
        error={problem?.of('from')}
        onCommit={(text) => onChange({ from: fromLocal(text) })}
      />
      <DelayedText
        type="datetime-local"
        label={t('filter.before')}
        value={toLocal(filters.before)}
        error={problem?.of('before')}
        onCommit={(text) => onChange({ before: fromLocal(text) })}
      />
      {Object.keys(filters).length > 0 && (
        <Button variant="subtle" onClick={onClear}>
          {t('filter.clear')}
        </Button>
      )}
    </search>
  );
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  of: { value: string; label: string }[];
  onChange: (value: string | null) => void;
}

function Choice({ label, value, of, onChange }: ChoiceProps) {
  const { t } = useTranslation('audit');
  return (
    <Select label={label} placeholder={t('filter.any')} clearable data={of} value={value ?? null} onChange={onChange} />
  );
}

const PAUSE_MILLIS = 400;

interface DelayedProps {
  label: string;
  value: string;
  error: string | undefined;
  onCommit: (text: string) => void;
  placeholder?: string;
  maxLength?: number;
  inputMode?: 'numeric';
  type?: 'datetime-local';
}

/** Tells what is written when the person pauses. */
function DelayedText({ value, onCommit, ...rest }: DelayedProps) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  useEffect(() => {
    // By another way than this input, as the button Back.
    if (value !== told.current) setText(value);
    told.current = value;
  }, [value]);
  const commit = useDebouncedCallback((next: string) => {
    told.current = next.trim();
    onCommit(next);
  }, PAUSE_MILLIS);
  return (
    <TextInput
      {...rest}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        commit(event.currentTarget.value);
      }}
    />
  );
}
