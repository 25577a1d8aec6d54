import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answered, api } from '../api/client';
import { Problem } from '../api/problem';
import { sessionQuery } from '../api/session';
import { useWords } from '../ui/useWords';

/**
 * Signing in with a local account. The server never says what was wrong, so the field for the code
 * is shown after the first failure, whatever that was.
 */
export function AccountSignIn() {
  const { t } = useTranslation('landing');
  const queries = useQueryClient();
  const words = useWords();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const signIn = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/auth/account', {
          params: { header: { 'Sec-Fetch-Site': 'same-origin' } },
          body: { name: name.trim(), password, code: code.trim() || null },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
    onError: (failure) => {
      if (failure instanceof Problem && failure.status === 401) setAsked(true);
    },
  });
  const wrong = signIn.error instanceof Problem && signIn.error.status === 401;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <form onSubmit={submit} aria-label={t('account.form')}>
      <Stack gap="sm">
        <TextInput
          label={t('account.name')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('account.password')}
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {asked && (
          <TextInput
            label={t('account.code')}
            description={t('account.codeText')}
            name="code"
            autoComplete="one-time-code"
            spellCheck={false}
            autoFocus
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        )}
        {signIn.error && (
          <Text role="alert" size="sm" c="red">
            {wrong ? t('account.wrong') : words(signIn.error).text}
          </Text>
        )}
        <Button type="submit" variant="default" fullWidth loading={signIn.isPending}>
          {t('account.signIn')}
        </Button>
      </Stack>
    </form>
  );
}
