import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client';
import { caller } from '../../ui/callers';
import { Time } from '../../ui/Time';

/** Where a value comes from. */
export function Origin({ of: field }: { of: Schema['ConfigField'] }) {
  const { t } = useTranslation('settings');
  if (field.origin !== 'panel') return <span>{t(`origin.${field.origin}`)}</span>;
  return (
    <span>
      {field.changed_by ? t('origin.panel', { name: caller(field.changed_by).name }) : t('origin.panelUnknown')}
      {field.changed_at && (
        <>
          {', '}
          <Time at={field.changed_at} />
        </>
      )}
    </span>
  );
}
