import { ActionIcon, Badge, Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { IconUsersGroup, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answered, api } from '../../api/client';
import { Problem } from '../../api/problem';
import { sessionQuery, usePerson } from '../../api/session';
import { caller } from '../../ui/callers';
import { Initials } from '../../ui/Initials';
import { ofSeconds } from '../../ui/seconds';
import { exact } from '../../ui/moments';
import { useConfirm } from '../../ui/useConfirm';
import { useToast } from '../../ui/useToast';
import type { GrantTo } from './GrantDialog';
import { grantsQuery } from './guild';
import classes from './Permissions.module.css';
import type { Grant, Subject } from './subjects';

/** A member or a role, with its grants. */
export function SubjectRow({ subject, onMore }: { subject: Subject; onMore: (to: GrantTo) => void }) {
  const { t } = useTranslation('permissions');
  const name = subject.name ?? subject.id;
  return (
    <li className={classes.row} data-subject={subject.id}>
      <Who subject={subject} />
      <ul className={classes.grants}>
        {subject.grants.map((grant) => (
          <GrantPill key={grant.id} grant={grant} name={name} />
        ))}
      </ul>
      {subject.name !== undefined && (
        <Button
          size="compact-sm"
          variant="subtle"
          w="fit-content"
          aria-label={t('more', { name })}
          onClick={() => onMore({ type: subject.type, id: subject.id })}
        >
          {t('moreShort')}
        </Button>
      )}
    </li>
  );
}

function Who({ subject }: { subject: Subject }) {
  const { t } = useTranslation('permissions');
  const person = usePerson();
  const name = subject.name ?? subject.id;
  const you = subject.type === 'user' && subject.id === person.id;
  return (
    <Group gap="sm" wrap="nowrap">
      {subject.type === 'role' ? <IconUsersGroup size={26} stroke={1.5} aria-hidden /> : <Initials name={name} />}
      <Stack gap={2} miw={0}>
        <Group gap={6}>
          <Text size="sm" fw={600}>
            <bdi>{name}</bdi>
          </Text>
          {subject.type === 'role' && <Mark>{t('role')}</Mark>}
          {you && <Mark>{t('you')}</Mark>}
          {you && person.superAdmin && <Mark>{t('superAdmin')}</Mark>}
        </Group>
        <Text size="xs" c="dimmed">
          {subject.name === undefined ? (
            t(`gone.${subject.type}`)
          ) : subject.type === 'role' ? (
            t('holders', { count: subject.members ?? 0 })
          ) : (
            <bdi dir="ltr">@{subject.username}</bdi>
          )}
        </Text>
      </Stack>
    </Group>
  );
}

function Mark({ children }: { children: string }) {
  return (
    <Badge variant="light" size="sm" tt="none">
      {children}
    </Badge>
  );
}

function GrantPill({ grant, name }: { grant: Grant; name: string }) {
  const { t, i18n } = useTranslation('permissions');
  const person = usePerson();
  const queries = useQueryClient();
  const toast = useToast();
  const confirm = useConfirm();
  const permission = t(`permission.${grant.permission}`);
  const withdrawal = useMutation({
    mutationFn: () => answered(api.DELETE('/api/admin/permissions/{id}', { params: { path: { id: grant.id } } })),
    onSuccess: () => toast.done(t('withdrawn', { permission, name })),
    onError: (error) => toast.failed(refusal(error, t('refused.403'))),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: grantsQuery.queryKey }),
        queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
      ]),
  });
  const own = grant.subject_type === 'user' && grant.subject_id === person.id && !person.superAdmin;
  const granted = t('granted', { name: caller(grant.granted_by).name });
  return (
    <li className={classes.grant}>
      <Tooltip label={`${granted}, ${exact(new Date(ofSeconds(grant.granted_at)), i18n.language)}`}>
        <span>{permission}</span>
      </Tooltip>
      <ActionIcon
        size="sm"
        radius="xl"
        variant="subtle"
        color="gray"
        loading={withdrawal.isPending}
        aria-label={t('withdrawNamed', { permission, name })}
        onClick={() =>
          confirm({
            title: t('confirm.title', { permission }),
            text: own ? t('confirm.own') : t('confirm.text', { name }),
            act: t('withdraw'),
            danger: true,
            onConfirm: () => withdrawal.mutate(),
          })
        }
      >
        <IconX size={14} />
      </ActionIcon>
    </li>
  );
}

/** A refusal in the words of this page: the server names the right, and not why it takes it. */
export function refusal(error: unknown, words: string): unknown {
  return error instanceof Problem && error.code === 'forbidden'
    ? new Problem(error.status, error.code, words, [], error.requestId)
    : error;
}
