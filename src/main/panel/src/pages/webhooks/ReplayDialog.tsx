import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { ErrorNote } from '../../ui/ErrorNote';
import { focusFirstWrong } from '../../ui/focusFirst';
import { fromLocal } from '../../ui/localTime';
import { useToast } from '../../ui/useToast';
import { replay, WEBHOOKS } from './api';
import { missingTimes, type Span } from './wanted';

interface Props {
  webhook: string;
  opened: boolean;
  onClose: () => void;
}

const FIELDS = ['from', 'before'] as const;

/** Sends again what was sent in a time. */
export function ReplayDialog({ webhook, opened, onClose }: Props) {
  const { t } = useTranslation(['webhooks', 'common']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      centered
      closeButtonProps={{ 'aria-label': t('common:act.close') }}
      title={t('replay.title')}
    >
      <Form webhook={webhook} onDone={onClose} />
    </Modal>
  );
}

function Form({ webhook, onDone }: { webhook: string; onDone: () => void }) {
  const { t } = useTranslation(['webhooks', 'common']);
  const queries = useQueryClient();
  const toast = useToast();
  const form = useRef<HTMLFormElement>(null);
  const [texts, setTexts] = useState({ from: '', before: '' });
  const [wrong, setWrong] = useState<readonly (keyof Span)[]>([]);
  const sending = useMutation({
    mutationFn: (body: { from: string; before: string }) => replay(webhook, body),
    onSuccess: ({ count, has_more }) => {
      toast.done(t(has_more ? 'done.replayMore' : 'done.replay', { count }));
      onDone();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: WEBHOOKS }),
  });
  useEffect(() => {
    if (sending.error) focusFirstWrong(form.current);
  }, [sending.error]);
  const problem = sending.error instanceof Problem ? sending.error : null;
  const elsewhere = sending.error && !FIELDS.some((field) => problem?.of(field));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const span: Span = { from: fromLocal(texts.from), before: fromLocal(texts.before) };
    const lacking = missingTimes(span);
    setWrong(lacking);
    if (span.from && span.before && lacking.length === 0) sending.mutate({ from: span.from, before: span.before });
    else focusFirstWrong(form.current);
  };
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text size="sm">{t('replay.text')}</Text>
        {FIELDS.map((field) => (
          <TextInput
            key={field}
            type="datetime-local"
            label={t(`replay.${field}`)}
            required
            data-autofocus={field === 'from' || undefined}
            value={texts[field]}
            error={wrong.includes(field) ? t(`replay.wrong.${field}`) : problem?.of(field)}
            onChange={(event) => {
              setTexts({ ...texts, [field]: event.currentTarget.value });
              setWrong([]);
              if (sending.isError) sending.reset();
            }}
          />
        ))}
        {elsewhere && <ErrorNote error={sending.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t('common:act.cancel')}
          </Button>
          <Button type="submit" loading={sending.isPending}>
            {t('replay.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
