import { Badge, Button, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { about, type Config, FIELDS, type Key, present, type Value } from './edits';
import { Origin } from './Origin';
import classes from './Settings.module.css';
import { textOf } from './texts';

interface Props {
  name: Key;
  config: Config;
  edit: Value | null | undefined;
  value: Value;
  error: string | undefined;
  /** Whether somebody else changed it meanwhile. */
  overwrites: boolean;
  readOnly: boolean;
  onChange: (value: Value | null) => void;
  onUndo: () => void;
}

/** One field, with where its value comes from and the way back. */
export function ConfigInput(props: Props) {
  const { name, config, edit, value, readOnly, overwrites, onChange, onUndo } = props;
  const { t } = useTranslation('settings');
  const field = FIELDS[name];
  const label = t(`field.${textOf(name)}`);
  const info = about(config, name);
  const over = 'most' in field && typeof value === 'string' ? value.length - field.most : 0;
  const error = props.error ?? (over > 0 ? t('tooLong', { count: over }) : undefined);
  return (
    <div data-setting={name}>
      <Input {...props} error={error} label={label} t={t} />
      <div className={classes.foot}>
        {edit !== undefined && (
          <Badge size="sm" variant="light" tt="none">
            {t(edit === null ? 'willReset' : 'edited')}
          </Badge>
        )}
        {info && edit === undefined && <Origin of={info} />}
        {overwrites && edit !== undefined && <bdi>{t('now', { value: present(config, name) })}</bdi>}
        {!readOnly && edit !== undefined && (
          <Button size="compact-xs" variant="subtle" aria-label={t('undoNamed', { field: label })} onClick={onUndo}>
            {t('undo')}
          </Button>
        )}
        {!readOnly && edit !== null && info?.origin === 'panel' && (
          <Button
            size="compact-xs"
            variant="subtle"
            aria-label={t('resetNamed', { field: label })}
            onClick={() => onChange(null)}
          >
            {t('reset')}
          </Button>
        )}
        {'most' in field && typeof value === 'string' && field.kind !== 'number' && (
          <span className={`${classes.count} ${over > 0 ? classes.over : ''}`}>
            {t('count', { count: value.length, most: field.most })}
          </span>
        )}
      </div>
    </div>
  );
}

function Input({ name, value, error, readOnly, label, onChange, t }: Props & { label: string; t: TFunction<'settings'> }) {
  const field = FIELDS[name];
  const shared = { label, description: t(`about.${textOf(name)}`), error, readOnly };
  switch (field.kind) {
    case 'text':
      return (
        <Textarea
          {...shared}
          autosize
          minRows={2}
          maxRows={10}
          value={String(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'line':
      return (
        <TextInput {...shared} value={String(value)} onChange={(event) => onChange(event.currentTarget.value)} />
      );
    case 'choice':
      return (
        <Select
          {...shared}
          allowDeselect={false}
          styles={{ wrapper: { maxInlineSize: 320 } }}
          data={field.of.map((one) => ({ value: one, label: t(`signature.${one}`) }))}
          value={String(value)}
          onChange={(chosen) => onChange(chosen ?? value)}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...shared}
          styles={{ wrapper: { maxInlineSize: 200 } }}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="none"
          value={value}
          onChange={(written) => onChange(typeof written === 'number' ? written : Number(written) || '')}
        />
      );
  }
}
