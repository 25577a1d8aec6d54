import { Alert, Button, Code, Group, Image, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answered, api, type Schema } from '../../api/client';
import { CopyText } from '../../ui/CopyText';
import { useToast } from '../../ui/useToast';
import { type Account, useChange } from './api';
import { CodeField } from './CodeField';
import { PresentPassword } from './PasswordField';
import { Refused } from './Refused';

/** Switches the second factor on and off. */
export function SecondFactor({ account }: { account: Account }) {
  const { t } = useTranslation('account');
  const [secret, setSecret] = useState<Schema['SecondFactorSecret']>();
  const [codes, setCodes] = useState<readonly string[]>();
  if (codes) return <RecoveryCodes codes={codes} onDone={() => setCodes(undefined)} />;
  if (!account.has_password) {
    return (
      <Text size="sm" c="dimmed">
        {t('factor.needsPassword')}
      </Text>
    );
  }
  if (account.second_factor) return <On account={account} />;
  return secret ? (
    <Confirm
      secret={secret}
      onConfirmed={(made) => {
        setSecret(undefined);
        setCodes(made);
      }}
    />
  ) : (
    <Begin onBegun={setSecret} />
  );
}

function Begin({ onBegun }: { onBegun: (secret: Schema['SecondFactorSecret']) => void }) {
  const { t } = useTranslation('account');
  const [password, setPassword] = useState('');
  const begin = useChange(
    () => answered(api.POST('/api/user/account/second-factor', { body: { password } })),
    onBegun,
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    begin.mutate(undefined);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('factor.text')}
        </Text>
        <PresentPassword value={password} onChange={setPassword} />
        <Refused error={begin.error} />
        <Group>
          <Button type="submit" loading={begin.isPending}>
            {t('factor.begin')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface ConfirmProps {
  secret: Schema['SecondFactorSecret'];
  onConfirmed: (codes: readonly string[]) => void;
}

function Confirm({ secret, onConfirmed }: ConfirmProps) {
  const { t } = useTranslation('account');
  const [code, setCode] = useState('');
  const confirm = useChange(
    () => answered(api.POST('/api/user/account/second-factor/confirm', { body: { code: code.trim() } })),
    (made) => onConfirmed(made.recovery_codes),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate(undefined);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{t('factor.scan')}</Text>
        {secret.qr && (
          <Image
            src={`data:image/svg+xml,${encodeURIComponent(secret.qr)}`}
            alt={t('factor.qr')}
            w={200}
            h={200}
          />
        )}
        <Text size="sm">{t('factor.type')}</Text>
        <Group gap="sm">
          <Code dir="ltr" data-secret>
            {secret.secret}
          </Code>
          <CopyText text={secret.secret} label={t('factor.copySecret')} />
        </Group>
        <CodeField value={code} onChange={setCode} />
        <Refused error={confirm.error} />
        <Group>
          <Button type="submit" loading={confirm.isPending}>
            {t('factor.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation('account');
  return (
    <Stack gap="sm">
      <Alert color="yellow" icon={<IconAlertTriangle />} role="status">
        {t('factor.recoveryText')}
      </Alert>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" maw={420}>
        {codes.map((code) => (
          <Code key={code} dir="ltr" data-recovery>
            {code}
          </Code>
        ))}
      </SimpleGrid>
      <Group>
        <CopyText text={codes.join('\n')} label={t('factor.copyCodes')} primary />
        <Button variant="default" onClick={onDone}>
          {t('factor.kept')}
        </Button>
      </Group>
    </Stack>
  );
}

function On({ account }: { account: Account }) {
  const { t } = useTranslation('account');
  const toast = useToast();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const end = useChange(
    () =>
      answered(
        api.POST('/api/user/account/second-factor/end', { body: { password, code: code.trim() } }),
      ),
    () => toast.done(t('factor.ended')),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    end.mutate(undefined);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{t('factor.on', { count: account.recovery_codes })}</Text>
        <PresentPassword value={password} onChange={setPassword} />
        <CodeField value={code} onChange={setCode} />
        <Refused error={end.error} />
        <Group>
          <Button type="submit" color="red" variant="light" loading={end.isPending}>
            {t('factor.end')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
