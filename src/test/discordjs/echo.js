'use strict';

// Answers each direct message with its text and a file, and prints one line for each thing that happens.

const { AttachmentBuilder, ChannelType, Client, Events, GatewayIntentBits, Partials } = require('discord.js');

const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.DirectMessages, GatewayIntentBits.MessageContent],
  partials: [Partials.Channel],
  rest: { api: process.env.SANDBOX_API },
});

client.once(Events.ClientReady, () => console.log(`ready ${client.user.username}`));
client.on(Events.ShardResume, () => console.log('resumed'));
client.on(Events.Error, (error) => console.log(`error ${error}`));
client.on(Events.MessageCreate, async (message) => {
  if (message.channel.type !== ChannelType.DM || message.author.bot) {
    return;
  }
  console.log(`heard ${message.content}`);
  const file = new AttachmentBuilder(Buffer.from(`what ${message.author.username} said: ${message.content}`), {
    name: 'answer.txt',
  });
  const answer = await message.reply({ content: `echo: ${message.content}`, files: [file] });
  console.log(`answered ${answer.attachments.first().name}`);
});

// The one who started this process holds its standard input; without them there is nothing left to do.
process.stdin.resume();
process.stdin.on('end', async () => {
  await client.destroy();
  process.exit(0);
});

client.login(process.env.SANDBOX_TOKEN);
