'use strict';

// Shows each message of standard input (a JSON string on a line) as a Discord client does: one line of JSON, an array of
// pairs of a letter that is not white space and all that formats it, in order.

const { createInterface } = require('node:readline');
const { parse } = require('discord-markdown-parser');

const NAMES = { del: 'strikethrough', u: 'underline' };

function format(node) {
  switch (node.type) {
    case 'heading':
      return `heading ${node.level}`;
    case 'link':
      return `link ${node.target}`;
    case 'url':
    case 'autolink':
      return `address ${node.target}`;
    case 'codeBlock':
      return `codeBlock ${node.lang}`;
    default:
      return NAMES[node.type] ?? node.type;
  }
}

function walk(nodes, formats, shown) {
  for (const node of nodes) {
    if (node.type === 'text') {
      letters(node.content, formats, shown);
    } else if (node.type === 'br' || node.type === 'newline') {
      continue;
    } else {
      const all = [...new Set([...formats, format(node)])].sort();
      if (Array.isArray(node.content)) {
        walk(node.content, all, shown);
      } else if (typeof node.content === 'string') {
        letters(node.content, all, shown);
      } else {
        shown.push([JSON.stringify(node), all.join(', ')]);
      }
    }
  }
}

function letters(text, formats, shown) {
  for (const letter of text.replace(/\s/g, '')) {
    shown.push([letter, formats.join(', ')]);
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const shown = [];
  walk(parse(JSON.parse(line), 'extended'), [], shown);
  console.log(JSON.stringify(shown));
});
