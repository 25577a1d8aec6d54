import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answered, api, type Schema } from '../../api/client';
import { caller } from '../../ui/callers';
import { type Column, DataTable } from '../../ui/DataTable';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { Loading } from '../../ui/Loading';
import { PageFrame } from '../../ui/PageFrame';
import { ofSeconds } from '../../ui/seconds';
import { Time } from '../../ui/Time';
import { useConfirm } from '../../ui/useConfirm';
import { useToast } from '../../ui/useToast';
import { NewKey } from './NewKey';
import { textOf } from './wanted';

type Key = Schema['Key'];

const KEY = ['api-keys'];

/** The keys of the REST API: made, revoked, deleted. */
export default function ApiKeysPage() {
  const { t } = useTranslation('apikeys');
  const queries = useQueryClient();
  const [making, { open, close }] = useDisclosure();
  const list = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => answered(api.GET('/api/apikeys', { signal })),
  });
  const keys = list.data?.keys;
  return (
    <PageFrame
      title={t('title')}
      text={t('text')}
      acts={
        keys && (
          <Button leftSection={<IconPlus size={16} />} onClick={open}>
            {t('new')}
          </Button>
        )
      }
    >
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {keys?.length === 0 && <EmptyState icon={IconKey} title={t('empty.title')} text={t('empty.text')} />}
      {keys && keys.length > 0 && <KeyTable keys={keys} />}
      <NewKey opened={making} onClose={close} onMade={() => void queries.invalidateQueries({ queryKey: KEY })} />
    </PageFrame>
  );
}

function KeyTable({ keys }: { keys: readonly Key[] }) {
  const { t } = useTranslation('apikeys');
  const columns: Column<Key>[] = [
    { key: 'name', head: t('column.name'), as: 'lead', cell: (key) => <Name of={key} /> },
    { key: 'state', head: t('column.state'), cell: (key) => <State of={key} /> },
    { key: 'permissions', head: t('column.permissions'), cell: (key) => <Permissions of={key} /> },
    {
      key: 'created',
      head: t('column.created'),
      cell: (key) => (
        <Stack gap={0}>
          <Time at={ofSeconds(key.created_at)} />
          <Text size="xs" c="dimmed">
            {t('by', { name: caller(key.created_by).name })}
          </Text>
        </Stack>
      ),
    },
    { key: 'used', head: t('column.used'), cell: (key) => <Moment at={key.last_used_at} /> },
    { key: 'expires', head: t('column.expires'), cell: (key) => <Moment at={key.expires_at} /> },
    { key: 'acts', head: t('column.acts'), as: 'acts', cell: (key) => <Acts of={key} /> },
  ];
  return <DataTable label={t('list')} columns={columns} rows={keys} id={(key) => key.id} />;
}

function Name({ of: key }: { of: Key }) {
  return (
    <Stack gap={0}>
      <Text size="sm" fw={600}>
        <bdi>{key.name}</bdi>
      </Text>
      <Text size="xs" c="dimmed" ff="monospace">
        <bdi dir="ltr">{key.key_preview}…</bdi>
      </Text>
    </Stack>
  );
}

function Permissions({ of: key }: { of: Key }) {
  const { t } = useTranslation('apikeys');
  return <>{key.permissions.map((one) => t(`permission.${textOf(one)}`)).join(', ')}</>;
}

function State({ of: key }: { of: Key }) {
  const { t } = useTranslation('apikeys');
  const state = key.is_active ? 'active' : key.revoked_at === null ? 'expired' : 'revoked';
  return (
    <Badge variant="light" color={state === 'active' ? 'teal' : 'gray'} tt="none">
      {t(`state.${state}`)}
    </Badge>
  );
}

function Moment({ at }: { at: number | null }) {
  const { t } = useTranslation('apikeys');
  return at === null ? <Text span size="sm" c="dimmed">{t('never')}</Text> : <Time at={ofSeconds(at)} />;
}

function Acts({ of: key }: { of: Key }) {
  const { t } = useTranslation('apikeys');
  const queries = useQueryClient();
  const toast = useToast();
  const confirm = useConfirm();
  const params = { path: { id: key.id } };
  const act = useMutation({
    mutationFn: (word: 'revoke' | 'delete') =>
      answered(
        word === 'revoke'
          ? api.POST('/api/apikeys/{id}/revoke', { params })
          : api.DELETE('/api/apikeys/{id}', { params }),
      ),
    onSuccess: (_, word) => toast.done(t(word === 'revoke' ? 'revoked' : 'deleted', { name: key.name })),
    onError: toast.failed,
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  const ask = (word: 'revoke' | 'delete') =>
    confirm({
      title: t(`confirm.${word}`, { name: key.name }),
      text: t(`confirm.${word}Text`),
      act: t(word),
      danger: true,
      onConfirm: () => act.mutate(word),
    });
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      {key.is_active && (
        <Button
          size="compact-sm"
          variant="default"
          loading={act.isPending}
          aria-label={t('revokeNamed', { name: key.name })}
          onClick={() => ask('revoke')}
        >
          {t('revoke')}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="subtle"
        color="red"
        loading={act.isPending}
        aria-label={t('deleteNamed', { name: key.name })}
        onClick={() => ask('delete')}
      >
        {t('delete')}
      </Button>
    </Group>
  );
}
