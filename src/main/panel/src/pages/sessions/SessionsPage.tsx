import { ActionIcon, Badge, Button, Group, Menu, Stack, Text } from '@mantine/core';
import { IconChevronDown, IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answered, api, type Schema } from '../../api/client';
import { ErrorNote } from '../../ui/ErrorNote';
import { Loading } from '../../ui/Loading';
import { PageFrame } from '../../ui/PageFrame';
import { Time } from '../../ui/Time';
import { useConfirm } from '../../ui/useConfirm';
import { useToast } from '../../ui/useToast';
import { deviceOf } from './device';
import { useDeviceName } from './useDeviceName';
import classes from './SessionsPage.module.css';

const KEY = ['own-sessions'];

/** The sessions of the person, with the ways to end them. */
export default function SessionsPage() {
  const { t } = useTranslation('sessions');
  const list = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => answered(api.GET('/api/user/sessions', { signal })),
  });
  const sessions = list.data?.sessions;
  return (
    <PageFrame
      title={t('title')}
      text={t('text')}
      acts={sessions && <EndMany others={sessions.length > 1} />}
    >
      {list.error && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {sessions && (
        <ul className={classes.list}>
          {sessions.map((session) => (
            <Row key={session.id} session={session} />
          ))}
        </ul>
      )}
    </PageFrame>
  );
}

function useEnding() {
  const queries = useQueryClient();
  const toast = useToast();
  const { t } = useTranslation('sessions');
  return useMutation({
    mutationFn: async (which: { id: string } | { all: boolean }) => {
      if ('id' in which) {
        await answered(api.DELETE('/api/user/sessions/{id}', { params: { path: { id: which.id } } }));
        return 1;
      }
      const { ended } = await answered(
        api.DELETE('/api/user/sessions', { params: { query: { all: which.all } } }),
      );
      return ended;
    },
    onSuccess: (count) => toast.done(count > 0 ? t('ended', { count }) : t('noneOther')),
    onError: toast.failed,
    // Where this one has ended, too, the answer is 401 and leads to the landing page.
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}

function EndMany({ others }: { others: boolean }) {
  const { t } = useTranslation('sessions');
  const confirm = useConfirm();
  const ending = useEnding();
  return (
    <Group gap={2} wrap="nowrap">
      <Button
        variant="default"
        loading={ending.isPending}
        disabled={!others}
        onClick={() =>
          confirm({
            title: t('confirm.others'),
            text: t('confirm.othersText'),
            act: t('endOthers'),
            danger: true,
            onConfirm: () => ending.mutate({ all: false }),
          })
        }
      >
        {t('endOthers')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t('more')}>
            <IconChevronDown size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            color="red"
            onClick={() =>
              confirm({
                title: t('confirm.all'),
                text: t('confirm.allText'),
                act: t('endAll'),
                danger: true,
                onConfirm: () => ending.mutate({ all: true }),
              })
            }
          >
            {t('endAll')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}

function Row({ session }: { session: Schema['Session'] }) {
  const { t } = useTranslation('sessions');
  const confirm = useConfirm();
  const ending = useEnding();
  const device = useDeviceName()(session.device);
  const Icon = deviceOf(session.device).phone ? IconDeviceMobile : IconDeviceDesktop;
  return (
    <li className={classes.row} data-session={session.id}>
      <Icon size={24} stroke={1.5} aria-hidden className={classes.icon} />
      <Stack gap={2} miw={0} flex={1}>
        <Group gap="xs">
          <Text fw={600} size="sm" title={session.device}>
            {device}
          </Text>
          {session.current && (
            <Badge variant="light" color="teal" size="sm" tt="none">
              {t('current')}
            </Badge>
          )}
        </Group>
        <dl className={classes.facts}>
          <Fact name={t('column.address')}>
            <bdi dir="ltr">{session.address}</bdi>
          </Fact>
          <Fact name={t('column.used')}>
            <Time at={session.last_used_at} />
          </Fact>
          <Fact name={t('column.opened')}>
            <Time at={session.opened_at} as="exact" />
            {session.opened_from !== session.address && (
              <> {t('from', { address: session.opened_from })}</>
            )}
          </Fact>
          <Fact name={t('column.ends')}>
            <Time at={session.ends_at} />
          </Fact>
        </dl>
      </Stack>
      {!session.current && (
        <Button
          variant="subtle"
          color="red"
          size="xs"
          loading={ending.isPending}
          aria-label={t('endNamed', { device })}
          onClick={() =>
            confirm({
              title: t('confirm.one'),
              text: t('confirm.oneText', { device, address: session.address }),
              act: t('end'),
              danger: true,
              onConfirm: () => ending.mutate({ id: session.id }),
            })
          }
        >
          {t('end')}
        </Button>
      )}
    </li>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
