import { Button, Checkbox, Group, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client';
import { Problem } from '../../api/problem';
import { ErrorNote } from '../../ui/ErrorNote';
import { focusFirstWrong } from '../../ui/focusFirst';
import type { WebhookEvent } from './api';
import { bodyOf, EVENTS, type Field, LONGEST_DESCRIPTION, LONGEST_URL, missing, textOf, type Wanted } from './wanted';

const FIELDS: readonly string[] = ['url', 'description', 'events'];

interface Props<T> {
  start: Wanted;
  /** The word on the button. */
  act: string;
  send: (body: Schema['WebhookRequest']) => Promise<T>;
  onSent: (answer: T) => void;
  onCancel: () => void;
}

/** What a webhook is told, and where. */
export function WebhookForm<T>({ start, act, send, onSent, onCancel }: Props<T>) {
  const { t } = useTranslation(['webhooks', 'common']);
  const form = useRef<HTMLFormElement>(null);
  const [wanted, setWanted] = useState(start);
  const [wrong, setWrong] = useState<readonly Field[]>([]);
  const sending = useMutation({ mutationFn: () => send(bodyOf(wanted)), onSuccess: onSent });
  // After the inputs are shown as wrong.
  useEffect(() => {
    if (sending.error) focusFirstWrong(form.current);
  }, [sending.error]);
  const change = (part: Partial<Wanted>) => {
    setWanted({ ...wanted, ...part });
    setWrong([]);
    if (sending.isError) sending.reset();
  };
  const problem = sending.error instanceof Problem ? sending.error : null;
  const error = (field: Field) => (wrong.includes(field) ? t(`wrong.${field}`) : problem?.of(field));
  const elsewhere = sending.error && !problem?.errors.some((one) => FIELDS.includes(one.field));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const lacking = missing(wanted);
    setWrong(lacking);
    if (lacking.length === 0) sending.mutate();
    else focusFirstWrong(form.current);
  };
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label={t('form.url')}
          description={t('form.urlAbout')}
          type="url"
          dir="ltr"
          data-autofocus
          required
          maxLength={LONGEST_URL}
          value={wanted.url}
          error={error('url')}
          onChange={(event) => change({ url: event.currentTarget.value })}
        />
        <TextInput
          label={t('form.description')}
          description={t('form.descriptionAbout')}
          maxLength={LONGEST_DESCRIPTION}
          value={wanted.description}
          error={problem?.of('description')}
          onChange={(event) => change({ description: event.currentTarget.value })}
        />
        <Radio.Group
          label={t('form.events')}
          value={wanted.all ? 'all' : 'some'}
          onChange={(value) => change({ all: value === 'all' })}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="all" label={t('form.all')} />
            <Radio value="some" label={t('form.some')} />
          </Stack>
        </Radio.Group>
        {!wanted.all && (
          <Checkbox.Group
            label={t('form.types')}
            required
            value={[...wanted.events]}
            error={error('events')}
            onChange={(chosen) => change({ events: chosen as WebhookEvent[] })}
          >
            <Stack gap="xs" mt="xs" mb={4}>
              {EVENTS.map((one) => (
                <Checkbox
                  key={one}
                  value={one}
                  label={t(`event.${textOf(one)}`)}
                  aria-invalid={error('events') !== undefined || undefined}
                />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        {elsewhere && <ErrorNote error={sending.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('common:act.cancel')}
          </Button>
          <Button type="submit" loading={sending.isPending}>
            {act}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
