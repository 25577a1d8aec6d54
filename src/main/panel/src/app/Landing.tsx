import { Alert, Anchor, Button, Center, Divider, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconBrandDiscord, IconInfoCircle, IconLock } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type Session, sessionQuery } from '../api/session';
import { Brand } from '../ui/Brand';
import { AccountSignIn } from './AccountSignIn';
import classes from './Landing.module.css';
import { SchemeSwitch } from './SchemeSwitch';
import { signInAddress, useSignOut } from './signing';

const REASONS = ['expired', 'denied', 'refused', 'misconfigured', 'unreachable'] as const;

/** For those who are not signed in, and for those who are and may see nothing. */
export function Landing({ session }: { session: Exclude<Session, { kind: 'person' }> }) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = t('product');
  }, [t]);
  return (
    <div className={classes.page}>
      <Group justify="space-between" p="md" component="header">
        <Brand />
        <SchemeSwitch />
      </Group>
      <Center component="main" className={classes.main} px="md">
        <Paper className={classes.card} radius="lg" p={{ base: 'lg', xs: 36 }}>
          {session.kind === 'stranger' ? <Stranger /> : <SignIn ended={session.ended} />}
        </Paper>
      </Center>
    </div>
  );
}

function SignIn({ ended }: { ended: boolean }) {
  const { t } = useTranslation('landing');
  const told = new URLSearchParams(location.search).get('login');
  const reason = REASONS.find((one) => one === told);
  return (
    <Stack gap="lg">
      {reason && (
        <Alert role="alert" color="red" icon={<IconInfoCircle />} title={t('failed.title')}>
          {t(`failed.${reason}`)}
        </Alert>
      )}
      {ended && (
        <Alert role="alert" icon={<IconInfoCircle />} title={t('ended.title')}>
          {t('ended.text')}
        </Alert>
      )}
      <div>
        <Title order={1} size="h2" mb={6}>
          {t('title')}
        </Title>
        <Text c="dimmed">{t('text')}</Text>
      </div>
      <Button
        component="a"
        href={signInAddress(location)}
        size="md"
        fullWidth
        leftSection={<IconBrandDiscord size={20} aria-hidden />}
      >
        {t('signIn')}
      </Button>
      <Text size="xs" c="dimmed">
        {t('scope')}
      </Text>
      <Divider label={t('or')} />
      <AccountSignIn />
    </Stack>
  );
}

function Stranger() {
  const { t } = useTranslation('landing');
  const queries = useQueryClient();
  const signOut = useSignOut();
  return (
    <Stack gap="md">
      <IconLock size={32} stroke={1.6} aria-hidden />
      <div>
        <Title order={1} size="h2" mb={6}>
          {t('stranger.title')}
        </Title>
        <Text c="dimmed">{t('stranger.text')}</Text>
      </div>
      <Button onClick={() => void queries.invalidateQueries({ queryKey: sessionQuery.queryKey })}>
        {t('stranger.again')}
      </Button>
      <Button variant="subtle" loading={signOut.isPending} onClick={() => signOut.mutate()}>
        {t('stranger.other')}
      </Button>
      <Group justify="center" gap="lg">
        <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/account" />}>
          {t('stranger.account')}
        </Anchor>
        <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/sessions" />}>
          {t('stranger.sessions')}
        </Anchor>
      </Group>
    </Stack>
  );
}
