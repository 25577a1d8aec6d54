import { UnstyledButton } from '@mantine/core';
import { memo, type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Markdown.module.css';
import { parse } from './parse';
import type { Block, Inline } from './tree';

/** The names of people, by their ids. */
export type Names = ReadonlyMap<string, string>;

const STYLES: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
  s: { dateStyle: 'short', timeStyle: 'short' },
  S: { dateStyle: 'short', timeStyle: 'medium' },
  // How long ago it is changes; the moment does not.
  R: { dateStyle: 'medium', timeStyle: 'short' },
};

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : '';
}

/** What was written in Discord's markdown. Its text is shown as text, whatever it is. */
export const Markdown = memo(function Markdown({ text, names }: { text: string; names?: Names }) {
  const blocks = useMemo(() => parse(text), [text]);
  return <div className={classes.text}>{blocks.map((block, at) => renderBlock(block, at, names))}</div>;
});

function renderBlock(block: Block, key: number, names: Names | undefined): ReactNode {
  switch (block.is) {
    case 'lines':
      return <p key={key}>{renderAll(block.in, names)}</p>;
    case 'heading':
      // No heading of the page: it belongs to what somebody said.
      return (
        <p key={key} className={classes.heading} data-level={block.level}>
          {renderAll(block.in, names)}
        </p>
      );
    case 'small':
      return (
        <p key={key} className={classes.small}>
          {renderAll(block.in, names)}
        </p>
      );
    case 'list':
      return (
        <ul key={key} className={classes.list}>
          {block.items.map((item, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the items of a text keep their order.
            <li key={at} style={{ marginInlineStart: `${item.level * 1.2}em` }}>
              <span aria-hidden className={classes.marker}>
                {item.number === null ? '•' : `${item.number}.`}
              </span>
              <span>{renderAll(item.in, names)}</span>
            </li>
          ))}
        </ul>
      );
    case 'fence':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys.
        <pre key={key} className={classes.fence} dir="ltr" data-language={block.language} tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case 'quote':
      return (
        <blockquote key={key} className={classes.quote}>
          {block.in.map((inner, at) => renderBlock(inner, at, names))}
        </blockquote>
      );
  }
}

function renderAll(nodes: readonly Inline[], names: Names | undefined): ReactNode[] {
  return nodes.map((node, at) => renderInline(node, at, names));
}

function renderInline(node: Inline, key: number, names: Names | undefined): ReactNode {
  if (typeof node === 'string') return node;
  switch (node.is) {
    case 'bold':
      return <strong key={key}>{renderAll(node.in, names)}</strong>;
    case 'italic':
      return <em key={key}>{renderAll(node.in, names)}</em>;
    case 'underline':
      return <u key={key}>{renderAll(node.in, names)}</u>;
    case 'strike':
      return <s key={key}>{renderAll(node.in, names)}</s>;
    case 'spoiler':
      return <Spoiler key={key}>{renderAll(node.in, names)}</Spoiler>;
    case 'code':
      return (
        <code key={key} className={classes.code} dir="ltr">
          {node.text}
        </code>
      );
    case 'link':
      return (
        <Outside key={key} href={node.href} masked={node.masked}>
          {renderAll(node.in, names)}
        </Outside>
      );
    case 'user':
      return <Mention key={key} sign="@" name={names?.get(node.id)} id={node.id} />;
    case 'role':
      return <Mention key={key} sign="@&" id={node.id} />;
    case 'channel':
      return <Mention key={key} sign="#" id={node.id} />;
    case 'everyone':
      return <Mention key={key} sign="@" name={node.name} id="" />;
    case 'command':
      return <Mention key={key} sign="/" name={node.name} id={node.id} />;
    case 'emoji':
      return (
        <span key={key} className={classes.emoji} title={node.id}>
          :{node.name}:
        </span>
      );
    case 'time':
      return <Moment key={key} seconds={node.seconds} style={node.style} />;
    case 'guild':
      return <Mention key={key} sign="#" name={node.name} id="" />;
  }
}

function Mention({ sign, name, id }: { sign: string; name?: string; id: string }) {
  return (
    <span className={classes.mention} title={id || undefined}>
      {sign}
      <bdi>{name ?? id}</bdi>
    </span>
  );
}

/** A link that leaves the panel. Behind other words the real host is shown. */
function Outside({ href, masked, children }: { href: string; masked: boolean; children: ReactNode }) {
  return (
    <>
      <a href={href} title={href} target="_blank" rel="noopener noreferrer nofollow" className={classes.link}>
        {children}
      </a>
      {masked && (
        <bdi dir="ltr" className={classes.host}>
          {` (${hostOf(href)})`}
        </bdi>
      )}
    </>
  );
}

function Spoiler({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return shown ? (
    <span className={classes.shown}>{children}</span>
  ) : (
    <UnstyledButton component="span" role="button" tabIndex={0} className={classes.spoiler} aria-label={t('spoiler')} onClick={() => setShown(true)} onKeyDown={(event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      setShown(true);
    }}>
      <span aria-hidden>{children}</span>
    </UnstyledButton>
  );
}

function Moment({ seconds, style }: { seconds: number; style: string }) {
  const { i18n } = useTranslation();
  const at = new Date(seconds * 1000);
  if (Number.isNaN(at.getTime())) return <>{`<t:${seconds}>`}</>;
  return (
    <time dateTime={at.toISOString()} title={at.toISOString()} className={classes.mention}>
      {new Intl.DateTimeFormat(i18n.language, STYLES[style] ?? STYLES.f).format(at)}
    </time>
  );
}
