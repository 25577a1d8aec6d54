import { Avatar, type MantineSize } from '@mantine/core';
import classes from './Initials.module.css';

/** A person's initials; no picture of another server is loaded. */
export function Initials({ name, size = 'sm' }: { name: string; size?: MantineSize | number }) {
  return <Avatar name={name} color="initials" size={size} radius="xl" alt="" aria-hidden classNames={classes} />;
}
