import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answered, api } from '../../api/client';
import { useToast } from '../../ui/useToast';
import { type Account, useChange } from './api';
import { PresentPassword } from './PasswordField';
import { Refused } from './Refused';

/** As the server has it. */
const SHORTEST = 12;

/** Changes the password, or sets the first one. */
export function Password({ account }: { account: Account }) {
  const { t } = useTranslation('account');
  const toast = useToast();
  const [present, setPresent] = useState('');
  const [next, setNext] = useState('');
  const change = useChange(
    () =>
      answered(
        api.PUT('/api/user/account/password', {
          body: { password: account.has_password ? present : null, new_password: next },
        }),
      ),
    () => {
      setPresent('');
      setNext('');
      toast.done(t('password.done'));
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(undefined);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t(account.has_password ? 'password.text' : 'password.first')}
        </Text>
        <input type="text" name="username" autoComplete="username" value={account.name} readOnly hidden />
        {account.has_password && <PresentPassword value={present} onChange={setPresent} />}
        <PasswordInput
          label={t('password.next')}
          description={t('password.rule', { count: SHORTEST })}
          name="new-password"
          autoComplete="new-password"
          minLength={SHORTEST}
          required
          maw={360}
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <Refused error={change.error} />
        <Group>
          <Button type="submit" loading={change.isPending}>
            {t('password.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
