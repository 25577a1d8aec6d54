package dev.switchboard.discord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.access.Principal;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.command.CommandAnswers;
import dev.switchboard.discord.command.CommandPorts;
import dev.switchboard.discord.command.CommandRules;
import dev.switchboard.discord.command.CommandStep;
import dev.switchboard.discord.command.Commands;
import dev.switchboard.discord.command.CustomId;
import dev.switchboard.discord.command.PrefixParser;
import dev.switchboard.discord.command.PrefixParser.Parsed;
import dev.switchboard.discord.command.StaffCommand;
import dev.switchboard.discord.command.StaffCommand.Occasion;
import dev.switchboard.discord.command.Wording;
import dev.switchboard.discord.guild.ActingMember;
import dev.switchboard.discord.inbox.HistoryRows;
import dev.switchboard.discord.message.Mentioned;
import dev.switchboard.discord.message.MessageKind;
import dev.switchboard.discord.message.MessageReader;
import dev.switchboard.text.Message;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.timing.Snowflake;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles messages in channels of the staff guild: in tickets' channels notes and typed commands,
 * with their edits, deletions and reactions; in other channels only commands.
 */
final class StaffMessages {
  /** A command older than this when it is first seen is offered, not executed. */
  static final Duration LATE = Duration.ofMinutes(2);

  private static final Logger LOG = LoggerFactory.getLogger(StaffMessages.class);

  private final CommandPorts ports;
  private final CommandRules rules;
  private final CommandAnswers answers;
  private final PrefixParser parser;

  /** A message with the facts that the desk needs. */
  private record Written(
      long id, long channel, ActingMember caller, Optional<Staff> staff, Content content) {
    Instant at() {
      return Snowflake.time(id);
    }
  }

  StaffMessages(CommandPorts ports, CommandRules rules, CommandAnswers answers) {
    this.ports = ports;
    this.rules = rules;
    this.answers = answers;
    this.parser = new PrefixParser(rules.commands());
  }

  CompletionStage<Void> written(JsonNode message, Instant since) {
    ActingMember actingMember = ActingMember.ofMessage(message);
    if (!actingMember.human() || MessageKind.notice(message).isPresent()) {
      return nothing();
    }
    Written written =
        new Written(
            Payload.id(message.path("id")),
            Payload.id(message.path("channel_id")),
            actingMember,
            rules.staff().staff(actingMember),
            MessageReader.content(rules.words(), message));
    return ports
        .channels()
        .ticketOf(written.channel())
        .thenCompose(ticket ->
            ticket.isPresent()
                ? inTicket(ticket.getAsLong(), written, since)
                : elsewhere(written, since));
  }

  CompletionStage<Void> edited(JsonNode message) {
    if (!ActingMember.ofMessage(message).human() || !MessageReader.hasText(message)) {
      return nothing();
    }
    return ports
        .channels()
        .ticketOf(Payload.id(message.path("channel_id")))
        .thenCompose(
            ticket -> ticket.isPresent() ? edited(ticket.getAsLong(), message) : nothing());
  }

  private CompletionStage<Void> edited(long ticket, JsonNode message) {
    long id = Payload.id(message.path("id"));
    Content content = MessageReader.content(rules.words(), message);
    Instant at = MessageReader.time(message.path("edited_timestamp"), id);
    return ports
        .tickets()
        .ask(ticket, new TicketCommand.TakeNoteEdit(id, content, at))
        .thenCompose(reply ->
            message.path(HistoryRows.READ_SO).asBoolean(false)
                ? nothing()
                : afterEdit(ticket, message, reply, content, at));
  }

  /**
   * An edit never executes a command: the member could get it twice, or get words that were a note.
   * A user whose edit looks like a command, or changes an executed command, is told so.
   */
  private CompletionStage<Void> afterEdit(
      long ticket, JsonNode message, TicketReply reply, Content content, Instant at) {
    long id = Payload.id(message.path("id"));
    boolean ordered =
        switch (parser.parse(content)) {
          case Parsed.Command _, Parsed.Wrong _ -> true;
          case Parsed.Ordinary _, Parsed.Unknown _ -> false;
        };
    return switch (reply) {
      case TicketReply.Taken _ -> ordered ? sayNotDone(ticket, message, at) : nothing();
      case TicketReply.Refused _ ->
          ordered
              ? sayNotDone(ticket, message, at)
              : answers
                  .done(ticket, id)
                  .thenCompose(known -> known.done() ? sayNotDone(ticket, message, at) : nothing());
      case TicketReply.Closed _, TicketReply.Absent _, TicketReply.Full _ -> nothing();
    };
  }

  private CompletionStage<Void> sayNotDone(long ticket, JsonNode message, Instant at) {
    return withRoles(message, ActingMember.ofMessage(message))
        .thenCompose(actingMember ->
            rules.staff().staff(actingMember).isPresent()
                ? answers.remarkOnEdit(
                    ticket,
                    Payload.id(message.path("channel_id")),
                    Payload.id(message.path("id")),
                    rules.words().of(Wording.EDIT_NOT_DONE),
                    at)
                : nothing());
  }

  /** The ticket finds its notes by this id, but not its own posts. */
  CompletionStage<Void> deleted(JsonNode message, Instant since) {
    long id = Payload.id(message.path("id"));
    return told(message, new TicketCommand.TakeNoteDelete(id, since));
  }

  CompletionStage<Void> reacted(JsonNode reaction, Instant since) {
    if (reaction.path("cleared").asBoolean(false)) {
      return told(
          reaction,
          new TicketCommand.ClearReactions(
              Payload.id(reaction.path("message_id")),
              MessageReader.emoji(reaction.path("emoji")),
              since));
    }
    if (Payload.id(reaction.path("user_id")) == rules.self()) {
      return nothing();
    }
    long channel = Payload.id(reaction.path("channel_id"));
    return ports
        .channels()
        .ticketOf(channel)
        .thenCompose(ticket ->
            ticket.isPresent()
                ? withRoles(reaction, ActingMember.ofHint(reaction))
                    .thenCompose(actingMember ->
                        rules.staff().staff(actingMember).isPresent()
                            ? asked(ticket.getAsLong(), reaction(reaction, since))
                            : nothing())
                : nothing());
  }

  private static TicketCommand.Unguarded reaction(JsonNode reaction, Instant at) {
    return new TicketCommand.StaffReaction(
        Payload.id(reaction.path("message_id")),
        Payload.id(reaction.path("user_id")),
        MessageReader.emoji(reaction.path("emoji")),
        reaction.path("added").asBoolean(true),
        at);
  }

  /**
   * Discord sends the member with an added reaction, but only the user with a removed one and in a
   * channel's history.
   */
  private CompletionStage<ActingMember> withRoles(JsonNode payload, ActingMember actingMember) {
    if (payload.path("member").isObject()) {
      return CompletableFuture.completedStage(actingMember);
    }
    return ports
        .ask(Call.get("/guilds/{guild}/members/{user}", actingMember.guild(), actingMember.id()))
        .thenApply(answer ->
            switch (answer) {
              case Answer.Ok ok -> ActingMember.ofMember(ok.body(), actingMember.guild());
              case Answer.Refused _ -> actingMember;
              case Answer.Limited _, Answer.Failed _, Answer.Unreachable _ ->
                  throw new DiscordSilent("which roles a member has: " + answer);
            });
  }

  private CompletionStage<Void> inTicket(long ticket, Written written, Instant since) {
    Parsed parsed = parser.parse(written.content());
    if (written.staff().isEmpty()) {
      return refuse(ticket, written, parsed).thenCompose(_ -> note(ticket, written));
    }
    Staff by = written.staff().get();
    return switch (parsed) {
      case Parsed.Ordinary _ ->
          note(ticket, written).thenCompose(_ -> hintAtPrefix(ticket, written));
      case Parsed.Unknown(String word) ->
          note(ticket, written)
              .thenCompose(_ ->
                  remark(
                      ticket, written, Wording.unknownWord(word, rules.commands().helpCommand())));
      case Parsed.Wrong(_, Message text) -> remark(ticket, written, text);
      case Parsed.Command command ->
          isLate(written, since)
              ? offerUnlessDone(ticket, written, command, by, since)
              : answers
                  .run(principal(written), ticket, written.channel(), step(command, written, by))
                  .thenCompose(end -> answerInTicket(ticket, written, end));
    };
  }

  private CompletionStage<Void> refuse(long ticket, Written written, Parsed parsed) {
    if (parsed instanceof Parsed.Ordinary) {
      return nothing();
    }
    refusedInTheLog(written);
    return parsed instanceof Parsed.Command command
        ? answers.refuse(
            principal(written),
            ticket,
            step(command, written, rules.staff().named(written.caller())))
        : nothing();
  }

  private Principal principal(Written written) {
    return rules.staff().principal(written.caller(), written.id());
  }

  /** Keeps a command that a closing ticket refused, since its channel will be deleted. */
  private CompletionStage<Void> answerInTicket(long ticket, Written written, CommandStep end) {
    CompletionStage<Void> kept =
        end.equals(new CommandStep.Refuse(Wording.TICKET_CLOSED))
            ? note(ticket, written)
            : nothing();
    return kept.thenCompose(_ -> answer(OptionalLong.of(ticket), written, end));
  }

  private CompletionStage<Void> hintAtPrefix(long ticket, Written written) {
    Commands commands = rules.commands();
    return Mentioned.word(written.content().text(), rules.self(), commands.prefix())
        .map(word ->
            Wording.mentioned(
                commands.typed(word).map(_ -> commands.prefix() + word),
                commands.prefix(),
                commands.helpCommand()))
        .map(hint -> remark(ticket, written, hint))
        .orElseGet(StaffMessages::nothing);
  }

  private CompletionStage<Void> elsewhere(Written written, Instant since) {
    Parsed parsed = parser.parse(written.content());
    if (parsed instanceof Parsed.Ordinary || parsed instanceof Parsed.Unknown) {
      return nothing();
    }
    if (written.staff().isEmpty()) {
      refusedInTheLog(written);
      return nothing();
    }
    if (isLate(written, since)) {
      return nothing();
    }
    Staff by = written.staff().get();
    CommandStep commandStep =
        switch (parsed) {
          case Parsed.Command command when !command.command().needsTicket() ->
              step(command, written, by);
          case Parsed.Wrong(StaffCommand command, Message text) when !command.needsTicket() ->
              new CommandStep.Refuse(text);
          case Parsed.Ordinary _, Parsed.Unknown _, Parsed.Wrong _, Parsed.Command _ ->
              new CommandStep.Refuse(Wording.NO_TICKET_HERE);
        };
    return answer(OptionalLong.empty(), written, commandStep);
  }

  private static CommandStep step(Parsed.Command command, Written written, Staff by) {
    return command
        .command()
        .handler()
        .run(new Occasion(written.id(), by, true, written.at()), command.arguments());
  }

  private CompletionStage<Void> answer(OptionalLong ticket, Written written, CommandStep end) {
    return switch (end) {
      case CommandStep.Done _ -> nothing();
      case CommandStep.Refuse(Message text) ->
          answers.remark(ticket, written.channel(), written.id(), rules.words().of(text));
      case CommandStep.Say(Message text) -> {
        answers.say(written.channel(), written.id(), written.id(), rules.words().of(text));
        yield nothing();
      }
      case CommandStep.Ask _, CommandStep.Query<?> _ ->
          throw new IllegalStateException("not asked: " + end);
    };
  }

  /**
   * One that was executed in time may be seen anew: by a process that did not settle it. It is
   * asked for once more, since the process before may have ended ahead of the audit log. A message
   * that was kept as a note has caused nothing; asking for it now would.
   */
  private CompletionStage<Void> offerUnlessDone(
      long ticket, Written written, Parsed.Command command, Staff by, Instant since) {
    return answers
        .done(ticket, written.id())
        .thenCompose(known -> {
          if (known.acted()) {
            return answers
                .run(principal(written), ticket, written.channel(), step(command, written, by))
                .thenApply(_ -> null);
          }
          return known.done() ? nothing() : offer(ticket, written, command, since);
        });
  }

  /**
   * Posts the offer without keeping the message as a note: a ticket takes each message id once, and
   * the button executes the command under this id. The line quotes the message instead.
   */
  private CompletionStage<Void> offer(
      long ticket, Written written, Parsed.Command command, Instant since) {
    String typed = rules.commands().prefix() + command.command().name();
    Duration age = Duration.between(written.at(), since);
    return answers.remark(
        ticket,
        written.channel(),
        written.id(),
        Wording.late(rules.words(), typed, written.caller().id(), age, written.content()),
        List.of(
            new Draft.Button(
                CustomId.late(written.id(), written.content()),
                rules.words().of(Wording.LATE_BUTTON))));
  }

  private CompletionStage<Void> remark(long ticket, Written written, Message text) {
    return answers.remark(
        ticket, written.channel(), written.id(), rules.words().of(text), List.of());
  }

  private CompletionStage<Void> note(long ticket, Written written) {
    Staff author = written.staff().orElseGet(() -> rules.staff().named(written.caller()));
    return ports
        .tickets()
        .ask(
            ticket,
            new TicketCommand.TakeNote(written.id(), author, written.content(), written.at()))
        .thenAccept(reply -> {
          if (reply instanceof TicketReply.Closed) {
            sayTooLate(ticket, written);
          }
        });
  }

  /** The message arrived after the end of the ticket, whose channel is or will be deleted. */
  private void sayTooLate(long ticket, Written written) {
    answers.say(
        rules.logChannel().orElse(written.channel()),
        written.id(),
        0,
        Wording.afterTheEnd(rules.words(), ticket, written.caller().id(), written.content()));
  }

  private CompletionStage<Void> told(JsonNode message, TicketCommand.Unguarded command) {
    return ports
        .channels()
        .ticketOf(Payload.id(message.path("channel_id")))
        .thenCompose(ticket -> ticket.isPresent() ? asked(ticket.getAsLong(), command) : nothing());
  }

  /** A refusal is no matter: the ticket is closed, or the message none of its own. */
  private CompletionStage<Void> asked(long ticket, TicketCommand.Unguarded command) {
    return ports
        .tickets()
        .ask(ticket, command)
        .thenAccept(reply -> {
          if (!(reply instanceof TicketReply.Taken)) {
            LOG.debug("ticket {} did not take {}: {}", ticket, command, reply);
          }
        });
  }

  private static boolean isLate(Written written, Instant since) {
    return Duration.between(written.at(), since).compareTo(LATE) > 0;
  }

  private static void refusedInTheLog(Written written) {
    LOG.info(
        "user {} is not staff; their command in channel {} was not executed",
        written.caller().id(),
        written.channel());
  }

  private static CompletionStage<Void> nothing() {
    return CompletableFuture.completedStage(null);
  }
}
