import '@mantine/charts/styles.layer.css';
import { BarChart } from '@mantine/charts';
import { SimpleGrid, Table, Title, useDirection } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Dashboard.module.css';
import type { Figures } from './figures';
import { dayWords, span } from './words';

interface Series {
  name: string;
  label: string;
  color: string;
}

type Line = { at: string } & Record<string, string | number | null>;

/** The charts of the period. In a chunk of their own: they weigh more than all the rest. */
export default function Charts({ figures }: { figures: Figures }) {
  const { t, i18n } = useTranslation('dashboard');
  const days = figures.activity.map((day) => ({
    at: dayWords(day.date, i18n.language),
    created: day.created,
    closed: day.closed,
    first: day.median_first_response_seconds,
  }));
  const hours = figures.created_by_hour.map((created, hour) => ({ at: `${String(hour).padStart(2, '0')}:00`, created }));
  const opened = { name: 'created', label: t('chart.opened'), color: 'brand.6' };
  const closed = { name: 'closed', label: t('chart.closed'), color: 'teal.6' };
  const first = { name: 'first', label: t('chart.median'), color: 'violet.6' };
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Chart title={t('chart.activity')} at={t('chart.day')} data={days} series={[opened, closed]} />
      <Chart
        title={t('chart.first')}
        at={t('chart.day')}
        data={days}
        series={[first]}
        words={(seconds) => span(seconds, i18n.language)}
      />
      <Chart title={t('chart.hours')} at={t('chart.hour')} data={hours} series={[opened]} />
    </SimpleGrid>
  );
}

interface ChartProps {
  title: string;
  at: string;
  data: Line[];
  series: Series[];
  /** Of a value; a count is its own words. */
  words?: (value: number) => string;
}

function Chart({ title, at, data, series, words }: ChartProps) {
  const { t } = useTranslation('dashboard');
  const { dir } = useDirection();
  const mirrored = dir === 'rtl';
  return (
    <section className={classes.card} aria-label={title}>
      <Title order={2} size="h5" mb="sm">
        {title}
      </Title>
      {/* The table below says the same. The axes are mirrored by hand; SVG anchors its texts by the direction. */}
      <div aria-hidden dir="ltr">
        <BarChart
          h={220}
          data={data}
          dataKey="at"
          series={series}
          valueFormatter={words}
          withLegend={series.length > 1}
          barProps={{ isAnimationActive: false }}
          barChartProps={{ accessibilityLayer: false, margin: { top: 8 } }}
          xAxisProps={{ reversed: mirrored, minTickGap: 16 }}
          yAxisProps={{
            orientation: mirrored ? 'right' : 'left',
            allowDecimals: false,
            width: words ? 56 : 32,
            // Away from the lines; Mantine moves the numbers to the left on either side.
            ...(mirrored && { tick: { transform: 'translate(10, 0)', fontSize: 12, fill: 'currentColor' } }),
          }}
        />
      </div>
      <details className={classes.details}>
        <summary>{t('chart.table')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys. */}
        <section className={classes.tall} aria-label={t('chart.tableOf', { title })} tabIndex={0}>
          <Table verticalSpacing={3} stickyHeader>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{at}</Table.Th>
                {series.map((one) => (
                  <Table.Th key={one.name} className={classes.number}>
                    {one.label}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.map((line) => (
                <Table.Tr key={line.at}>
                  <Table.Td>{line.at}</Table.Td>
                  {series.map((one) => (
                    <Table.Td key={one.name} className={classes.number}>
                      {cell(line[one.name], words)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      </details>
    </section>
  );
}

function cell(value: string | number | null | undefined, words?: (value: number) => string) {
  return typeof value === 'number' && words ? words(value) : (value ?? '–');
}
