import { Alert, Card, Stack, Text, Title } from '@mantine/core';
import { IconInfoCircle, IconUserCircle } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { Loading } from '../../ui/Loading';
import { PageFrame } from '../../ui/PageFrame';
import { type Account, useAccount } from './api';
import { DiscordLink } from './DiscordLink';
import { accountSearch } from './outcome';
import { Password } from './Password';
import { SecondFactor } from './SecondFactor';

/** The local account of the person: password, second factor, Discord user. */
export default function AccountPage() {
  const { t } = useTranslation('account');
  const account = useAccount();
  return (
    <PageFrame title={t('title')} text={t('text')}>
      <Stack gap="md">
        <Outcome />
        {account.error && <ErrorNote error={account.error} onRetry={() => void account.refetch()} />}
        {account.isPending && <Loading />}
        {account.data === null && (
          <EmptyState icon={IconUserCircle} title={t('none.title')} text={t('none.text')} />
        )}
        {account.data && <Sections account={account.data} />}
      </Stack>
    </PageFrame>
  );
}

function Outcome() {
  const { t } = useTranslation('account');
  const { login } = useSearch({ strict: false, select: accountSearch });
  if (!login) return null;
  return (
    <Alert
      role={login === 'linked' ? 'status' : 'alert'}
      color={login === 'linked' ? 'teal' : 'red'}
      icon={<IconInfoCircle />}
    >
      {t(`outcome.${login}`)}
    </Alert>
  );
}

function Sections({ account }: { account: Account }) {
  const { t } = useTranslation('account');
  return (
    <>
      <Text size="sm">
        {t('name')} <bdi dir="ltr">{account.name}</bdi>
      </Text>
      <Section title={t('password.title')}>
        <Password account={account} />
      </Section>
      <Section title={t('factor.title')}>
        <SecondFactor account={account} />
      </Section>
      <Section title={t('discord.title')}>
        <DiscordLink account={account} />
      </Section>
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card component="section" withBorder radius="lg" aria-label={title}>
      <Title order={2} size="h5" mb="sm">
        {title}
      </Title>
      {children}
    </Card>
  );
}
