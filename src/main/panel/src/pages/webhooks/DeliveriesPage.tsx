import { Anchor, Badge, Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFilterOff, IconSend } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { NotFoundPage } from '../../app/NotFoundPage';
import { type Column, DataTable } from '../../ui/DataTable';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { Loading } from '../../ui/Loading';
import { PageFrame } from '../../ui/PageFrame';
import { Time } from '../../ui/Time';
import { useToast } from '../../ui/useToast';
import { Attempts } from './Attempts';
import { type Delivery, getWebhook, listDeliveries, retryDelivery, testWebhook, type Webhook, WEBHOOKS } from './api';
import { deliverySearch, STATES } from './deliverySearch';
import { ReplayDialog } from './ReplayDialog';
import classes from './Webhooks.module.css';
import { EVENTS, textOf } from './wanted';

// While one waits, as its attempt may come at once.
const SOON = 5_000;
const COLOURS = { waiting: 'yellow', delivered: 'teal', failed: 'red' } as const;

/** What was sent to a webhook. */
export default function DeliveriesPage() {
  const { id } = useParams({ from: '/webhooks/$id' });
  if (!/^[1-9][0-9]{0,14}$/.test(id)) return <NotFoundPage />;
  return <Fetched key={id} id={id} />;
}

function Fetched({ id }: { id: string }) {
  const webhook = useQuery({ queryKey: [...WEBHOOKS, id], queryFn: ({ signal }) => getWebhook(id, signal) });
  if (webhook.data) return <Shown webhook={webhook.data} />;
  if (webhook.error instanceof Problem && webhook.error.status === 404) return <NotFoundPage />;
  return webhook.error ? <ErrorNote error={webhook.error} onRetry={() => void webhook.refetch()} /> : <Loading />;
}

function Shown({ webhook: { id, url } }: { webhook: Webhook }) {
  const { t } = useTranslation('webhooks');
  const [replaying, { open, close }] = useDisclosure();
  const queries = useQueryClient();
  const toast = useToast();
  const test = useMutation({
    mutationFn: () => testWebhook(id),
    onSuccess: () => toast.done(t('done.test')),
    onError: toast.failed,
    onSettled: () => queries.invalidateQueries({ queryKey: WEBHOOKS }),
  });
  return (
    <PageFrame
      title={t('deliveries.title')}
      text={t('deliveries.text')}
      acts={
        <Group gap="xs">
          <Button variant="default" onClick={open}>
            {t('replay.open')}
          </Button>
          <Button variant="default" leftSection={<IconSend size={16} aria-hidden />} loading={test.isPending} onClick={() => test.mutate()}>
            {t('act.test')}
          </Button>
        </Group>
      }
    >
      <Stack gap="md">
        <Anchor size="sm" w="fit-content" renderRoot={(props) => <Link {...props} to="/webhooks" activeOptions={{ exact: true }} />}>
          {t('act.back')}
        </Anchor>
        <Text size="sm" fw={600} className={classes.url}>
          <bdi dir="ltr">{url}</bdi>
        </Text>
        <Deliveries webhook={id} />
      </Stack>
      <ReplayDialog webhook={id} opened={replaying} onClose={close} />
    </PageFrame>
  );
}

function Deliveries({ webhook }: { webhook: string }) {
  const { t } = useTranslation('webhooks');
  const search = useSearch({ from: '/webhooks/$id', select: (raw) => deliverySearch({ ...raw }), structuralSharing: true });
  const navigate = useNavigate({ from: '/webhooks/$id' });
  const list = useInfiniteQuery({
    queryKey: [...WEBHOOKS, webhook, 'deliveries', search],
    queryFn: ({ pageParam, signal }) => listDeliveries(webhook, search, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (part) => part.next ?? undefined,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.length === 1 && data.pages[0]?.deliveries.some((one) => one.state === 'waiting') ? SOON : false,
  });
  const deliveries = list.data?.pages.flatMap((part) => part.deliveries);
  return (
    <>
      <NativeSelect
        label={t('deliveries.filter')}
        maw={260}
        value={search.state ?? ''}
        onChange={(event) => void navigate({ search: deliverySearch({ state: event.currentTarget.value }), replace: true })}
        data={[{ value: '', label: t('deliveries.any') }, ...STATES.map((value) => ({ value, label: t(`delivery.${value}`) }))]}
      />
      {list.error && <ErrorNote error={list.error} onRetry={() => void (list.data ? list.fetchNextPage() : list.refetch())} />}
      {list.isPending && <Loading />}
      {deliveries?.length === 0 &&
        (search.state ? (
          <EmptyState icon={IconFilterOff} title={t('deliveries.filtered')} text={t('deliveries.filteredText')} />
        ) : (
          <EmptyState icon={IconSend} title={t('deliveries.empty')} text={t('deliveries.emptyText')} />
        ))}
      {deliveries && deliveries.length > 0 && (
        <>
          <DeliveryTable webhook={webhook} deliveries={deliveries} />
          <Group justify="center">
            {list.hasNextPage ? (
              <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t('deliveries.more')}
              </Button>
            ) : (
              <Text size="sm" c="dimmed">
                {t('deliveries.end')}
              </Text>
            )}
          </Group>
        </>
      )}
    </>
  );
}

function DeliveryTable({ webhook, deliveries }: { webhook: string; deliveries: readonly Delivery[] }) {
  const { t } = useTranslation('webhooks');
  const columns: Column<Delivery>[] = [
    { key: 'event', head: t('deliveryColumn.event'), as: 'lead', cell: (delivery) => <Event of={delivery} /> },
    { key: 'state', head: t('deliveryColumn.state'), cell: (delivery) => <State of={delivery} /> },
    { key: 'created', head: t('deliveryColumn.created'), cell: (delivery) => <Time at={delivery.created_at} as="exact" /> },
    { key: 'attempts', head: t('deliveryColumn.attempts'), cell: (delivery) => <Attempts of={delivery} /> },
    { key: 'acts', head: t('deliveryColumn.acts'), as: 'acts', cell: (delivery) => <Retry webhook={webhook} of={delivery} /> },
  ];
  return <DataTable label={t('deliveries.list')} columns={columns} rows={deliveries} id={(delivery) => delivery.id} />;
}

function Event({ of: delivery }: { of: Delivery }) {
  const { t } = useTranslation('webhooks');
  const known = EVENTS.find((one) => one === delivery.type);
  return (
    <Stack gap={0}>
      <Text size="sm" fw={600}>
        {known ? t(`event.${textOf(known)}`) : <bdi dir="ltr">{delivery.type}</bdi>}
      </Text>
      <Text size="xs" c="dimmed">
        <bdi dir="ltr">#{delivery.sequence}</bdi>
      </Text>
    </Stack>
  );
}

function State({ of: delivery }: { of: Delivery }) {
  const { t } = useTranslation('webhooks');
  return (
    <Stack gap={4} align="flex-start">
      <Badge variant="light" color={COLOURS[delivery.state]} tt="none">
        {t(`delivery.${delivery.state}`)}
      </Badge>
      {delivery.state === 'waiting' && delivery.next_attempt_at && (
        <Text size="xs" c="dimmed">
          {t('deliveries.next')} <Time at={delivery.next_attempt_at} />
        </Text>
      )}
      {delivery.state === 'waiting' && delivery.set_aside && (
        <Text size="xs" c="dimmed">
          {t('deliveries.aside')}
        </Text>
      )}
    </Stack>
  );
}

function Retry({ webhook, of: { id, sequence } }: { webhook: string; of: Delivery }) {
  const { t } = useTranslation('webhooks');
  const queries = useQueryClient();
  const toast = useToast();
  const retry = useMutation({
    mutationFn: () => retryDelivery(webhook, id),
    onSuccess: () => toast.done(t('done.retry', { sequence })),
    onError: toast.failed,
    onSettled: () => queries.invalidateQueries({ queryKey: WEBHOOKS }),
  });
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={retry.isPending}
      aria-label={t('deliveries.retryNamed', { sequence })}
      onClick={() => retry.mutate()}
    >
      {t('deliveries.retry')}
    </Button>
  );
}
