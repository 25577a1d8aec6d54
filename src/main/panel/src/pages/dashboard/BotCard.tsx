import { Button, Group, Text, Title } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { may, usePerson } from '../../api/session';
import { useLive } from '../../live';
import { ErrorNote } from '../../ui/ErrorNote';
import { useConfirm } from '../../ui/useConfirm';
import { useToast } from '../../ui/useToast';
import classes from './Dashboard.module.css';
import { type BotAct, type BotStatus, fetchBot, steerBot } from './figures';
import { span } from './words';

const KEY = ['bot-status'] as const;
const EVERY = 15_000;
const SOON = 2_000;

/** The state of the bot, with its switch for those who may use it. */
export function BotCard() {
  const { t, i18n } = useTranslation('dashboard');
  const queries = useQueryClient();
  const bot = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => fetchBot(signal),
    refetchInterval: ({ state }) => (state.data?.state === 'connecting' ? SOON : EVERY),
  });
  useLive((event) => {
    if (event.name === 'bot.status') void queries.invalidateQueries({ queryKey: KEY });
  });
  // This server does not tell it.
  if (bot.error instanceof Problem && bot.error.status === 404) return null;
  if (bot.error && !bot.data) return <ErrorNote error={bot.error} onRetry={() => void bot.refetch()} />;
  const status = bot.data;
  return (
    <section className={classes.card} aria-label={t('bot.title')}>
      <Group justify="space-between" gap="sm">
        <div>
          <Group gap="xs" role="status">
            <span className={classes.lamp} data-state={status?.state} aria-hidden />
            <Title order={2} size="h5">
              {status ? t(`bot.${status.state}`) : t('bot.title')}
            </Title>
          </Group>
          {status && (
            <Text size="sm" c="dimmed">
              {[
                status.online && t('bot.uptime', { span: span(status.uptime, i18n.language) }),
                t('bot.guilds', { count: status.guild_count }),
                status.presence && `“${status.presence}”`,
              ]
                .filter(Boolean)
                .join(' · ')}
            </Text>
          )}
        </div>
        {status && <Steering status={status} />}
      </Group>
    </section>
  );
}

function Steering({ status }: { status: BotStatus }) {
  const { t } = useTranslation('dashboard');
  const person = usePerson();
  const confirm = useConfirm();
  const toast = useToast();
  const queries = useQueryClient();
  const steering = useMutation({
    mutationFn: steerBot,
    onSuccess: (_, act) => toast.done(t(`bot.${act}Done`)),
    onError: toast.failed,
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  if (!may(person, 'edit_config')) return null;
  const ask = (act: BotAct) =>
    confirm({
      title: t(`bot.${act}Title`),
      text: t(`bot.${act}Text`),
      act: t(`bot.${act}`),
      danger: act === 'stop',
      onConfirm: () => steering.mutate(act),
    });
  const button = (act: BotAct, icon: React.ReactNode, color?: string) => (
    <Button size="xs" variant="light" color={color} leftSection={icon} loading={steering.isPending && steering.variables === act} onClick={() => ask(act)}>
      {t(`bot.${act}`)}
    </Button>
  );
  return (
    <Group gap="xs">
      {status.state === 'stopped' ? (
        button('start', <IconPlayerPlay size={15} aria-hidden />)
      ) : (
        <>
          {button('restart', <IconRefresh size={15} aria-hidden />)}
          {button('stop', <IconPlayerStop size={15} aria-hidden />, 'red')}
        </>
      )}
    </Group>
  );
}
