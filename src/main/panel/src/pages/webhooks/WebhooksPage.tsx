import { Badge, Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { caller } from '../../ui/callers';
import { type Column, DataTable } from '../../ui/DataTable';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { Loading } from '../../ui/Loading';
import { PageFrame } from '../../ui/PageFrame';
import { Time } from '../../ui/Time';
import { Acts } from './Acts';
import { listWebhooks, type Webhook, WEBHOOKS } from './api';
import { NewWebhook } from './NewWebhook';
import classes from './Webhooks.module.css';
import { textOf } from './wanted';

/** The webhooks: made, changed, switched on and off, deleted. */
export default function WebhooksPage() {
  const { t } = useTranslation('webhooks');
  const queries = useQueryClient();
  const [making, { open, close }] = useDisclosure();
  const list = useQuery({ queryKey: [...WEBHOOKS, 'list'], queryFn: ({ signal }) => listWebhooks(signal) });
  const webhooks = list.data;
  return (
    <PageFrame
      title={t('title')}
      text={t('text')}
      acts={
        webhooks && (
          <Button leftSection={<IconPlus size={16} />} onClick={open}>
            {t('new')}
          </Button>
        )
      }
    >
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {webhooks?.length === 0 && <EmptyState icon={IconWebhook} title={t('empty.title')} text={t('empty.text')} />}
      {webhooks && webhooks.length > 0 && <WebhookTable webhooks={webhooks} />}
      <NewWebhook opened={making} onClose={close} onMade={() => void queries.invalidateQueries({ queryKey: WEBHOOKS })} />
    </PageFrame>
  );
}

function WebhookTable({ webhooks }: { webhooks: readonly Webhook[] }) {
  const { t } = useTranslation('webhooks');
  const columns: Column<Webhook>[] = [
    { key: 'url', head: t('column.url'), as: 'lead', cell: (webhook) => <Address of={webhook} /> },
    { key: 'state', head: t('column.state'), cell: (webhook) => <State of={webhook} /> },
    {
      key: 'events',
      head: t('column.events'),
      cell: ({ events }) => (events === null ? t('allEvents') : events.map((one) => t(`event.${textOf(one)}`)).join(', ')),
    },
    { key: 'pending', head: t('column.pending'), cell: (webhook) => webhook.pending },
    {
      key: 'created',
      head: t('column.created'),
      cell: (webhook) => (
        <Stack gap={0}>
          <Time at={webhook.created_at} />
          <Text size="xs" c="dimmed">
            {t('by', { name: caller(webhook.created_by).name })}
          </Text>
        </Stack>
      ),
    },
    { key: 'acts', head: t('column.acts'), as: 'acts', cell: (webhook) => <Acts of={webhook} /> },
  ];
  return <DataTable label={t('list')} columns={columns} rows={webhooks} id={(webhook) => webhook.id} />;
}

function Address({ of: webhook }: { of: Webhook }) {
  return (
    <Stack gap={0}>
      <Text size="sm" fw={600} className={classes.url}>
        <bdi dir="ltr">{webhook.url}</bdi>
      </Text>
      {webhook.description && (
        <Text size="xs" c="dimmed">
          <bdi>{webhook.description}</bdi>
        </Text>
      )}
    </Stack>
  );
}

/** Whether it is on, and why not; what keeps it waiting, and what else signs. */
function State({ of: webhook }: { of: Webhook }) {
  const { t } = useTranslation('webhooks');
  return (
    <Stack gap={4} align="flex-start">
      <Badge variant="light" color={webhook.state === 'on' ? 'teal' : 'gray'} tt="none">
        {t(`state.${webhook.state}`)}
      </Badge>
      {webhook.off_reason && (
        <Text size="xs" c={webhook.off_reason === 'staff' ? 'dimmed' : undefined}>
          {t(`off.${webhook.off_reason}`)}
        </Text>
      )}
      {webhook.paused_until && (
        <Text size="xs" c="dimmed">
          {t('paused')} <Time at={webhook.paused_until} />
        </Text>
      )}
      {webhook.old_secret_until && (
        <Text size="xs" c="dimmed">
          {t('oldSecret')} <Time at={webhook.old_secret_until} />
        </Text>
      )}
    </Stack>
  );
}
