package dev.switchboard.discord.command;

import dev.switchboard.text.Message;

/** How commands are explained to staff. */
@Message.Area("help")
sealed interface HelpMessage extends Message {
  record Heading() implements HelpMessage {}

  record Line(String name, String typed, Message description) implements HelpMessage {}

  record First(String name, Message description) implements HelpMessage {}

  record Typed(String names) implements HelpMessage {}

  record InMenu(Message entry) implements HelpMessage {}

  record Option(String name, Message description) implements HelpMessage {}

  record Usage(Message usage) implements HelpMessage {}

  record Example(Message example) implements HelpMessage {}

  record Files() implements HelpMessage {}
}
