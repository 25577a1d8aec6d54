import { Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconKeyboard, IconLanguage, IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../api/session';
import { choose } from '../i18n';
import { offered } from '../i18n/languages';
import { openKeyHelp } from '../keys/KeyHelp';
import { Initials } from '../ui/Initials';
import { MenuChoice } from '../ui/MenuChoice';
import { useSignOut } from './signing';
import classes from './UserMenu.module.css';

/** The person, their language, and the way out. */
export function UserMenu({ person }: { person: Person }) {
  const { t, i18n } = useTranslation(['common', 'keys']);
  const signOut = useSignOut();
  return (
    <Menu position="top-start" width={216}>
      <Menu.Target>
        <UnstyledButton
          className={classes.button}
          aria-description={t(person.superAdmin ? 'user.superAdmin' : 'user.staff')}
        >
          <VisuallyHidden>{t('user.menu', { name: person.name })}</VisuallyHidden>
          <Initials name={person.name} />
          <span className={classes.words} aria-hidden>
            <Text size="sm" fw={600} truncate>
              <bdi>{person.name}</bdi>
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {t(person.superAdmin ? 'user.superAdmin' : 'user.staff')}
            </Text>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconKeyboard size={16} stroke={1.7} />}
          onClick={() => openKeyHelp(t('keys:title'), t('common:act.close'))}
        >
          {t('keys:title')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('language')}</Menu.Label>
        {offered(import.meta.env.DEV).map((language) => (
          <MenuChoice
            key={language.code}
            value={language.code}
            chosen={language.code === i18n.language}
            lang={language.code}
            icon={<IconLanguage size={16} stroke={1.7} aria-hidden />}
            onChoose={() => language.code !== i18n.language && choose(language)}
          >
            {language.name}
          </MenuChoice>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} stroke={1.7} />}
          disabled={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          {t('user.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
