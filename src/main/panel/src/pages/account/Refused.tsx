import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { useWords } from '../../ui/useWords';

/** Why a change was not made. */
export function Refused({ error }: { error: unknown }) {
  const { t } = useTranslation('account');
  const words = useWords();
  if (!error) return null;
  const code = error instanceof Problem ? error.code : '';
  return (
    <Text role="alert" size="sm" c="red">
      {code === 'wrong_password' || code === 'wrong_code' ? t(`refused.${code}`) : words(error).text}
    </Text>
  );
}
