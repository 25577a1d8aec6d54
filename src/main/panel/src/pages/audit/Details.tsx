import { Code } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client';
import { caller } from '../../ui/callers';
import classes from './Audit.module.css';
import { laidOut } from './filters';

/** What else an entry says. */
export function Details({ entry }: { entry: Schema['AuditEntry'] }) {
  const { t } = useTranslation('audit');
  const facts = {
    number: String(entry.number),
    id: caller(entry.actor).id,
    address: entry.address,
    status: String(entry.status),
  };
  return (
    <details className={classes.details}>
      <summary>{t('details')}</summary>
      <dl className={classes.facts}>
        {(Object.keys(facts) as (keyof typeof facts)[])
          .filter((name) => facts[name])
          .map((name) => (
            <div key={name}>
              <dt>{t(`detail.${name}`)}</dt>
              <dd>
                <bdi dir="ltr">{facts[name]}</bdi>
              </dd>
            </div>
          ))}
      </dl>
      {entry.detail && (
        <Code block dir="ltr" className={classes.json}>
          {laidOut(entry.detail)}
        </Code>
      )}
    </details>
  );
}
