import { AppShell, Burger, Group, NavLink, ScrollArea, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useMatches, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { may, type Person } from '../api/session';
import { KeysHost } from '../keys/KeysHost';
import { PaletteHost } from '../palette/PaletteHost';
import { Brand } from '../ui/Brand';
import { NoRight } from './NoRight';
import { LiveBanner } from './LiveBanner';
import { navigation } from './navigation';
import { SchemeSwitch } from './SchemeSwitch';
import classes from './Shell.module.css';
import { UnreadSign } from './UnreadSign';
import { UserMenu } from './UserMenu';

/** What stands around each page: the navigation by rights, and the person. */
export function Shell({ person }: { person: Person }) {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure();
  const path = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the navigation.
  useEffect(close, [path]);
  const right = useMatches().at(-1)?.staticData.right;
  return (
    <AppShell
      header={{ height: { base: 52, sm: 0 } }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', sm: 'xl' }}
      className={classes.shell}
    >
      <KeysHost />
      <PaletteHost person={person} />
      {may(person, 'view_tickets') && <UnreadSign />}
      <a href="#content" className={classes.skip}>
        {t('skip')}
      </a>
      <AppShell.Header hiddenFrom="sm" className={classes.bar}>
        <Group h="100%" px="sm" justify="space-between">
          <Brand />
          <Burger opened={opened} onClick={toggle} size="sm" aria-label={t('nav.open')} aria-expanded={opened} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.bar} aria-label={t('nav.label')}>
        <AppShell.Section px="md" py="md" visibleFrom="sm">
          <Brand />
        </AppShell.Section>
        <AppShell.Section grow component={ScrollArea} px="xs" pt={{ base: 'sm', sm: 0 }}>
          {navigation(person).map((group) => (
            <div key={group.section} className={classes.group}>
              <Text size="xs" fw={600} c="dimmed" px="sm" pb={4}>
                {t(`nav.${group.section}`)}
              </Text>
              {group.lines.map(({ to, nav }) => (
                <NavLink
                  key={to}
                  component={Link}
                  to={to}
                  label={t(nav.label)}
                  leftSection={<nav.icon size={18} stroke={1.7} aria-hidden />}
                  active={path === to || path.startsWith(`${to}/`)}
                  className={classes.line}
                />
              ))}
            </div>
          ))}
        </AppShell.Section>
        <AppShell.Section p="xs" className={classes.foot}>
          <Group gap={4} wrap="nowrap">
            <UserMenu person={person} />
            <SchemeSwitch />
          </Group>
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <LiveBanner />
        {may(person, right) ? <Outlet /> : <NoRight right={right ?? ''} />}
      </AppShell.Main>
    </AppShell>
  );
}
