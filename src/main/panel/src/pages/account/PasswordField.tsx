import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  value: string;
  onChange: (value: string) => void;
}

/** The present password, which password managers fill in. */
export function PresentPassword({ value, onChange }: Props) {
  const { t } = useTranslation('account');
  return (
    <PasswordInput
      label={t('password.present')}
      name="password"
      autoComplete="current-password"
      required
      maw={360}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
