import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import icon from '../assets/icon.svg';

/** The product's sign and name. */
export function Brand({ size = 28 }: { size?: number }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" wrap="nowrap">
      <img src={icon} width={size} height={size} alt="" />
      <Text fw={650} size={size > 30 ? 'xl' : 'md'} lts="-0.01em">
        {t('product')}
      </Text>
    </Group>
  );
}
