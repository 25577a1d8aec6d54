import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  value: string;
  onChange: (value: string) => void;
}

/** A code of the program for codes. */
export function CodeField({ value, onChange }: Props) {
  const { t } = useTranslation('account');
  return (
    <TextInput
      label={t('factor.code')}
      name="code"
      autoComplete="one-time-code"
      spellCheck={false}
      required
      maw={360}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
