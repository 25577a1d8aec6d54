import { Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Dashboard.module.css';
import type { Figures } from './figures';
import { span } from './words';

/** Who replied and closed most in the period. */
export function Leaderboard({ staff }: { staff: Figures['staff_leaderboard'] }) {
  const { t, i18n } = useTranslation('dashboard');
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <section className={classes.card} aria-label={t('staff.title')}>
      <Title order={2} size="h5" mb="xs">
        {t('staff.title')}
      </Title>
      {staff.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('staff.none')}
        </Text>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reached by keys.
        <section className={classes.wide} aria-label={t('staff.table')} tabIndex={0}>
          <Table verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('staff.name')}</Table.Th>
                <Table.Th className={classes.number}>{t('staff.replies')}</Table.Th>
                <Table.Th className={classes.number}>{t('staff.closed')}</Table.Th>
                <Table.Th className={classes.number}>{t('staff.first')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {staff.map((one) => (
                <Table.Tr key={one.user_id}>
                  <Table.Td>
                    <bdi>{one.username || one.user_id}</bdi>
                  </Table.Td>
                  <Table.Td className={classes.number}>{number.format(one.messages_count)}</Table.Td>
                  <Table.Td className={classes.number}>{number.format(one.tickets_closed)}</Table.Td>
                  <Table.Td className={classes.number}>
                    {one.avg_response_time_seconds === null ? '–' : span(one.avg_response_time_seconds, i18n.language)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      )}
    </section>
  );
}
