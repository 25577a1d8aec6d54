import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { about, type Config } from './edits';
import { Origin } from './Origin';
import classes from './Settings.module.css';
import { textOf } from './texts';

// The other fixed fields say what this product never does: they are there for clients of Rustmail.
const FIXED = ['enable_logs', 'enable_panel'] as const;

/** What is fixed while the server runs. */
export function FixedFacts({ config }: { config: Config }) {
  const { t } = useTranslation('settings');
  return (
    <dl className={classes.facts}>
      {FIXED.map((name) => {
        const info = about(config, `bot.${name}`);
        return (
          <div key={name}>
            <dt>{t(`field.${textOf(`bot.${name}`)}`)}</dt>
            <dd>
              <Text span size="sm" fw={600}>
                {t(config.bot[name] ? 'yes' : 'no')}
              </Text>
              {info && (
                <Text span size="xs" c="dimmed" ms="sm">
                  <Origin of={info} />
                </Text>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
