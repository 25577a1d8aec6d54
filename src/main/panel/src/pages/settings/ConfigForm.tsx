import { Alert, Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { IconInfoCircle, IconUsers } from '@tabler/icons-react';
import { useBlocker } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may, usePerson } from '../../api/session';
import { ErrorNote } from '../../ui/ErrorNote';
import { focusFirstWrong } from '../../ui/focusFirst';
import type { Reading } from './api';
import { ConfigInput } from './ConfigInput';
import { edited, type Key, shown, unwritten, without, wrong } from './edits';
import { FixedFacts } from './FixedFacts';
import classes from './Settings.module.css';
import { textOf } from './texts';
import { useEdits } from './useEdits';

const SECTIONS = {
  texts: ['bot.welcome_message', 'bot.close_message', 'ticket.delayed_message', 'ticket.busy_message'],
  replies: ['ticket.signature', 'ticket.anonymous_name', 'ticket.new_tickets_per_minute'],
  bot: ['bot.status'],
} as const satisfies Record<string, readonly Key[]>;

/** The form; saved as a whole. */
export function ConfigForm({ latest }: { latest: Reading }) {
  const { t } = useTranslation('settings');
  const form = useRef<HTMLFormElement>(null);
  const mayChange = may(usePerson(), 'edit_config');
  const [checked, setChecked] = useState(false);
  const { config, edits, change, discard, saving, problem, meanwhile, seen } = useEdits(latest);
  // After the inputs are shown as wrong, and take the focus again.
  useEffect(() => {
    if (saving.error) focusFirstWrong(form.current);
  }, [saving.error]);
  const count = Object.keys(edits).length;
  const lacking = unwritten(edits);
  const refused = wrong(problem);
  const elsewhere = saving.error && Object.keys(refused).length === 0 && !(problem?.status === 412 && meanwhile.length > 0);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (lacking.length > 0) focusFirstWrong(form.current);
    else if (count > 0) saving.mutate();
  };
  const error = (key: Key) => (checked && lacking.includes(key) ? t('noNumber') : refused[key]);
  return (
    <form ref={form} onSubmit={send} noValidate>
      <Stack gap="lg">
        {!mayChange && (
          <Alert role="note" variant="light" color="gray" icon={<IconInfoCircle />}>
            {t('readOnly')}
          </Alert>
        )}
        {meanwhile.length > 0 && <Meanwhile keys={meanwhile} onSeen={seen} />}
        {Object.entries(SECTIONS).map(([section, keys]) => (
          <Section key={section} title={t(`section.${section as keyof typeof SECTIONS}`)}>
            <fieldset className={classes.fields} disabled={saving.isPending}>
              {keys.map((key) => (
                <ConfigInput
                  key={key}
                  name={key}
                  config={config}
                  edit={edits[key]}
                  value={shown(config, edits, key)}
                  error={error(key)}
                  overwrites={meanwhile.includes(key)}
                  readOnly={!mayChange}
                  onChange={(value) => change(edited(config, edits, key, value))}
                  onUndo={() => change(without(edits, key))}
                />
              ))}
            </fieldset>
          </Section>
        ))}
        <Section title={t('section.fixed')} text={t('fixedText')}>
          <FixedFacts config={config} />
        </Section>
        {elsewhere && <ErrorNote error={saving.error} title={t('notSaved')} />}
        {count > 0 && (
          <Group className={classes.bar} justify="space-between">
            <Text size="sm" fw={600} role="status">
              {t('unsaved', { count })}
            </Text>
            <Group gap="xs">
              <Button variant="default" disabled={saving.isPending} onClick={discard}>
                {t('discard')}
              </Button>
              <Button type="submit" loading={saving.isPending}>
                {t('save')}
              </Button>
            </Group>
          </Group>
        )}
      </Stack>
      <LeaveGuard dirty={count > 0} />
    </form>
  );
}

function Section({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section className={classes.card} aria-label={title}>
      <Title order={2} size="h5" mb={text ? 2 : 'md'}>
        {title}
      </Title>
      {text && (
        <Text size="sm" c="dimmed" mb="md">
          {text}
        </Text>
      )}
      {children}
    </section>
  );
}

function Meanwhile({ keys, onSeen }: { keys: readonly Key[]; onSeen: () => void }) {
  const { t, i18n } = useTranslation('settings');
  const fields = new Intl.ListFormat(i18n.language).format(keys.map((key) => `“${t(`field.${textOf(key)}`)}”`));
  return (
    <Alert role="alert" color="yellow" icon={<IconUsers />} title={t('meanwhile.title')}>
      <Text size="sm">{t('meanwhile.fields', { fields })}</Text>
      <Text size="sm">{t('meanwhile.kept')}</Text>
      <Button mt="xs" size="xs" variant="default" onClick={onSeen}>
        {t('meanwhile.seen')}
      </Button>
    </Alert>
  );
}

/** Asks before what was written is lost. */
function LeaveGuard({ dirty }: { dirty: boolean }) {
  const { t } = useTranslation(['settings', 'common']);
  const blocker = useBlocker({ shouldBlockFn: () => dirty, enableBeforeUnload: () => dirty, withResolver: true });
  return (
    <Modal
      opened={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={t('leave.title')}
      closeButtonProps={{ 'aria-label': t('common:act.close') }}
      centered
    >
      <Text size="sm">{t('leave.text')}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={() => blocker.reset?.()}>
          {t('leave.stay')}
        </Button>
        <Button color="red" onClick={() => blocker.proceed?.()}>
          {t('leave.go')}
        </Button>
      </Group>
    </Modal>
  );
}
