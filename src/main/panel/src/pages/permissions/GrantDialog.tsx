import { Button, Checkbox, Group, Modal, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answered, api, type Permission } from '../../api/client';
import { sessionQuery, usePerson } from '../../api/session';
import { ErrorNote } from '../../ui/ErrorNote';
import { focusFirstWrong } from '../../ui/focusFirst';
import { useToast } from '../../ui/useToast';
import { grantsQuery } from './guild';
import { refusal } from './SubjectRow';
import { type Grant, type Guild, included, PERMISSIONS, type SubjectType } from './subjects';

/** Whom the dialog is about, when it opens. */
export interface GrantTo {
  type: SubjectType;
  id?: string;
}

interface Props {
  /** Null while it is closed. */
  to: GrantTo | null;
  guild: Guild;
  grants: readonly Grant[];
  onClose: () => void;
}

/** Grants permissions to a member or a role. */
export function GrantDialog({ to, guild, grants, onClose }: Props) {
  const { t } = useTranslation(['permissions', 'common']);
  return (
    <Modal
      opened={to !== null}
      onClose={onClose}
      title={t('form.title')}
      closeButtonProps={{ 'aria-label': t('common:act.close') }}
      centered
      size="lg"
    >
      {to && <Form start={to} guild={guild} grants={grants} onClose={onClose} />}
    </Modal>
  );
}

/** As many names are offered at once; the others are found by typing. */
const OFFERED = 50;

function Form({ start, guild, grants, onClose }: { start: GrantTo } & Omit<Props, 'to'>) {
  const { t } = useTranslation(['permissions', 'common']);
  const person = usePerson();
  const queries = useQueryClient();
  const toast = useToast();
  const form = useRef<HTMLFormElement>(null);
  const [type, setType] = useState(start.type);
  const [id, setId] = useState(start.id ?? null);
  const [chosen, setChosen] = useState<readonly Permission[]>([]);
  const [checked, setChecked] = useState(false);
  const names = useMemo(() => offered(type, guild), [type, guild]);
  const name = names.find((one) => one.value === id)?.name ?? '';
  const has = grants
    .filter((grant) => grant.subject_type === type && grant.subject_id === id)
    .map((grant) => grant.permission);
  const wanted = chosen.filter((one) => !has.includes(one));
  const granting = useMutation({
    mutationFn: async () => {
      // One after another: the first that is refused ends it.
      for (const permission of wanted) {
        await answered(
          api.POST('/api/admin/permissions', { body: { subject_type: type, subject_id: id ?? '', permission } }),
        );
      }
      return wanted.length;
    },
    onSuccess: (count) => {
      toast.done(count === 1 ? t('done', { name }) : t('doneMany', { name, count }));
      onClose();
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: grantsQuery.queryKey }),
        queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
      ]),
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (id !== null && wanted.length > 0) granting.mutate();
    else focusFirstWrong(form.current);
  };
  const noneChosen = checked && wanted.length === 0;
  return (
    <form ref={form} onSubmit={send} noValidate>
      <Stack gap="md">
        <Stack gap={4}>
          <Text size="sm" fw={500} id="grant-to">
            {t('form.to')}
          </Text>
          <SegmentedControl
            aria-labelledby="grant-to"
            w="fit-content"
            value={type}
            data={(['user', 'role'] as const).map((value) => ({ value, label: t(`form.${value}`) }))}
            onChange={(value) => {
              setType(value as SubjectType);
              setId(null);
            }}
          />
        </Stack>
        <Select
          key={type}
          label={t(`form.${type}`)}
          placeholder={t('form.search')}
          searchable
          required
          limit={OFFERED}
          nothingFoundMessage={t('form.nobody')}
          data={names.map(({ value, label }) => ({ value, label }))}
          value={id}
          error={checked && id === null ? t('wrong.subject') : undefined}
          onChange={setId}
        />
        <Checkbox.Group
          label={t('form.permissions')}
          required
          value={[...new Set([...has, ...chosen])]}
          error={noneChosen ? t('wrong.permissions') : undefined}
          onChange={(all) => setChosen(all as Permission[])}
        >
          <Stack gap="xs" mt="xs" mb={4}>
            {PERMISSIONS.map((one) => {
              const held = person.permissions.has(one);
              const note = has.includes(one)
                ? t('hasAlready')
                : !held
                  ? t('notHeld')
                  : included(one, [...has, ...chosen])
                    ? t('includedAlready')
                    : t(`about.${one}`);
              return (
                <Checkbox
                  key={one}
                  value={one}
                  label={t(`permission.${one}`)}
                  description={note}
                  disabled={!held || has.includes(one)}
                  aria-invalid={noneChosen || undefined}
                />
              );
            })}
          </Stack>
        </Checkbox.Group>
        {granting.error && <ErrorNote error={refusal(granting.error, t('refused.403'))} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:act.cancel')}
          </Button>
          <Button type="submit" loading={granting.isPending}>
            {t('form.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function offered(type: SubjectType, guild: Guild): { value: string; label: string; name: string }[] {
  return type === 'role'
    ? guild.roles.map(({ id, name }) => ({ value: id, label: name, name }))
    : guild.members
        .map(({ id, name, username }) => ({ value: id, label: name === username ? name : `${name} (@${username})`, name }))
        .toSorted((a, b) => a.label.localeCompare(b.label));
}
