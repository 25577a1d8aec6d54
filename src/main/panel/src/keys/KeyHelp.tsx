import { Group, Kbd, Stack, Switch, Text, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './KeyHelp.module.css';
import { useActiveKeys } from './index';
import { GROUPS, KEY_ACTS } from './map';
import { setSingleKeys, useSingleKeys } from './setting';

const onApple = () => /Mac|iPhone|iPad/.test(navigator.platform);

/** One way to type an act, such as `g d` or `mod+Enter`. */
export function Keys({ keys }: { keys: string }) {
  const { t } = useTranslation('keys');
  const word = (key: string) => {
    if (key === 'mod') return t(onApple() ? 'name.cmd' : 'name.ctrl');
    if (key === 'Shift' || key === 'Enter' || key === 'Escape') return t(`name.${key}`);
    return key.length === 1 ? key.toUpperCase() : key;
  };
  return (
    <bdi dir="ltr" className={classes.keys}>
      {keys.split(' ').map((press, at) => (
        <Fragment key={press}>
          {at > 0 && <span>{t('then')}</span>}
          {press.split('+').map((key) => (
            <Kbd key={key} size="xs">
              {word(key)}
            </Kbd>
          ))}
        </Fragment>
      ))}
    </bdi>
  );
}

/** The keys that do something on this page, and the switch that turns single keys off. */
export function KeyHelp() {
  const { t } = useTranslation('keys');
  const active = useActiveKeys();
  const on = useSingleKeys();
  return (
    <Stack gap="lg">
      <Switch
        checked={on}
        onChange={(event) => setSingleKeys(event.currentTarget.checked)}
        label={t('single')}
        description={t('singleText')}
      />
      <div className={classes.groups}>
        {GROUPS.map((group) => {
          const acts = active.filter((act) => KEY_ACTS[act].group === group);
          return acts.length === 0 ? null : (
            <section key={group}>
              <Title order={3} size="xs" c="dimmed" mb={6}>
                {t(`group.${group}`)}
              </Title>
              <dl className={classes.list}>
                {acts.map((act) => (
                  <div key={act} className={classes.line}>
                    <dt>
                      <Text size="sm">{t(`act.${act}`)}</Text>
                    </dt>
                    <dd>
                      <Group gap={6} wrap="nowrap">
                        {KEY_ACTS[act].keys.map((keys) => (
                          <Keys key={keys} keys={keys} />
                        ))}
                      </Group>
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Stack>
  );
}

const ID = 'keys';

/** Opens the list of keys. `close` is the name of the button that closes it. */
export function openKeyHelp(title: string, close: string): void {
  modals.open({ modalId: ID, title, size: 'lg', closeButtonProps: { 'aria-label': close }, children: <KeyHelp /> });
}
