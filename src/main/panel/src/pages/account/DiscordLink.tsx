import { Button, Group, Stack, Text } from '@mantine/core';
import { IconBrandDiscord } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answered, api } from '../../api/client';
import { useToast } from '../../ui/useToast';
import { type Account, useChange } from './api';
import { PresentPassword } from './PasswordField';
import { Refused } from './Refused';

/** Links the account with a Discord user, by Discord's page of consent, and ends the link. */
export function DiscordLink({ account }: { account: Account }) {
  return account.discord_user_id ? <Linked account={account} /> : <NotLinked />;
}

function NotLinked() {
  const { t } = useTranslation('account');
  const link = useChange(
    () => answered(api.POST('/api/user/account/link')),
    ({ address }) => location.assign(address),
  );
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('discord.text')}
      </Text>
      <Refused error={link.error} />
      <Group>
        <Button
          leftSection={<IconBrandDiscord size={18} aria-hidden />}
          loading={link.isPending}
          onClick={() => link.mutate(undefined)}
        >
          {t('discord.link')}
        </Button>
      </Group>
    </Stack>
  );
}

function Linked({ account }: { account: Account }) {
  const { t } = useTranslation('account');
  const toast = useToast();
  const [password, setPassword] = useState('');
  const unlink = useChange(
    () => answered(api.POST('/api/user/account/unlink', { body: { password } })),
    () => toast.done(t('discord.unlinked')),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    unlink.mutate(undefined);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">
          {t('discord.linked')} <bdi dir="ltr">{account.discord_user_id}</bdi>
        </Text>
        {account.has_password ? (
          <>
            <PresentPassword value={password} onChange={setPassword} />
            <Refused error={unlink.error} />
            <Group>
              <Button type="submit" color="red" variant="light" loading={unlink.isPending}>
                {t('discord.unlink')}
              </Button>
            </Group>
          </>
        ) : (
          <Text size="sm" c="dimmed">
            {t('discord.needsPassword')}
          </Text>
        )}
      </Stack>
    </form>
  );
}
