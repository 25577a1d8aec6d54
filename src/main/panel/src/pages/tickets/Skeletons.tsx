import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Tickets.module.css';

/** In place of rows that are fetched. */
export function Skeletons() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('loading')} className={classes.list}>
      {[72, 54, 81, 60, 66, 49].map((width) => (
        <div key={width} className={classes.row}>
          <Skeleton circle h={32} w={32} />
          <div className={classes.main}>
            <Skeleton h={12} w={`${width / 3}%`} mb={8} />
            <Skeleton h={10} w={`${width}%`} />
          </div>
        </div>
      ))}
    </div>
  );
}
