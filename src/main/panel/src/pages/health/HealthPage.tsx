import { Badge, Group, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answered, api, type Schema } from '../../api/client';
import { useLive } from '../../live';
import { ErrorNote } from '../../ui/ErrorNote';
import { Loading } from '../../ui/Loading';
import { PageFrame } from '../../ui/PageFrame';
import { Time } from '../../ui/Time';
import classes from './Health.module.css';

const EVERY = 15_000;

/** The checks of the server, as monitors see them. */
export default function HealthPage() {
  const { t } = useTranslation('health');
  const health = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => answered(api.GET('/api/bot/health', { signal })),
    refetchInterval: EVERY,
  });
  useLive((event) => {
    if (event.name === 'bot.status') void health.refetch();
  });
  const data = health.data;
  return (
    <PageFrame title={t('title')} text={t('text')}>
      {health.error && <ErrorNote error={health.error} onRetry={() => void health.refetch()} />}
      {health.isPending && <Loading />}
      {data && !health.error && (
        <Stack gap="md">
          <Group gap="sm" role="status">
            <Sign ok={data.status === 'healthy'} size={36} />
            <Stack gap={0}>
              <Title order={2} size="h4">
                {t(data.status)}
              </Title>
              <Text size="xs" c="dimmed">
                {t('at')} <Time at={new Date(health.dataUpdatedAt).toISOString()} />
              </Text>
            </Stack>
          </Group>
          <ul className={classes.list} aria-label={t('list')}>
            {data.checks.map((check) => (
              <Check key={check.name} check={check} />
            ))}
          </ul>
        </Stack>
      )}
    </PageFrame>
  );
}

function Sign({ ok, size }: { ok: boolean; size: number }) {
  const Icon = ok ? IconCheck : IconAlertTriangle;
  return (
    <ThemeIcon size={size} radius="xl" variant="light" color={ok ? 'teal' : 'red'}>
      <Icon size={size / 1.8} aria-hidden />
    </ThemeIcon>
  );
}

function Check({ check }: { check: Schema['HealthCheck'] }) {
  const { t } = useTranslation('health');
  return (
    <li className={classes.row} data-check={check.name}>
      <Sign ok={check.ok} size={28} />
      <Stack gap={2} miw={0} flex={1}>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {t(`check.${check.name}`)}
          </Text>
          <Badge variant="light" size="sm" color={check.ok ? 'teal' : 'red'} tt="none">
            {t(check.ok ? 'ok' : 'bad')}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed" className={classes.detail}>
          <bdi>{check.detail}</bdi>
        </Text>
      </Stack>
    </li>
  );
}
