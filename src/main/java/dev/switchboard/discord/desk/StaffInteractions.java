package dev.switchboard.discord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.api.Snowflake;
import dev.switchboard.discord.command.Arguments;
import dev.switchboard.discord.command.CommandAnswers;
import dev.switchboard.discord.command.CommandPorts;
import dev.switchboard.discord.command.CommandRules;
import dev.switchboard.discord.command.CommandStep;
import dev.switchboard.discord.command.Commands;
import dev.switchboard.discord.command.CustomId;
import dev.switchboard.discord.command.Interaction;
import dev.switchboard.discord.command.InteractionResponder;
import dev.switchboard.discord.command.PrefixParser;
import dev.switchboard.discord.command.SlashOptions;
import dev.switchboard.discord.command.StaffCommand;
import dev.switchboard.discord.command.StaffCommand.Occasion;
import dev.switchboard.discord.command.Wording;
import dev.switchboard.discord.guild.ActingMember;
import dev.switchboard.discord.message.MessageReader;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what a stored interaction asks for, if it was deferred, and tells the person. */
final class StaffInteractions {
  private static final Logger LOG = LoggerFactory.getLogger(StaffInteractions.class);

  /** Those behind it in the channel wait for its words this long at most. */
  private static final Duration WAIT_FOR_ANSWER = Duration.ofSeconds(3);

  private final CommandPorts ports;
  private final CommandRules rules;
  private final CommandAnswers answers;
  private final InteractionResponder interactionResponder;
  private final PrefixParser parser;

  /** How an interaction ended. */
  private record End(CommandStep step, String shown) {}

  StaffInteractions(
      CommandPorts ports,
      CommandRules rules,
      CommandAnswers answers,
      InteractionResponder interactionResponder) {
    this.ports = ports;
    this.rules = rules;
    this.answers = answers;
    this.interactionResponder = interactionResponder;
    this.parser = new PrefixParser(rules.commands());
  }

  CompletionStage<Void> take(JsonNode payload, Instant since) {
    Interaction interaction = Interaction.of(payload);
    Optional<Staff> staff = rules.staff().staff(interaction.caller());
    if (staff.isEmpty()
        || interaction.type() == Interaction.Type.COMPLETION
        || interactionResponder.opensForm(interaction)) {
      return nothing();
    }
    return ports
        .channels()
        .ticketOf(interaction.channel())
        .thenCombine(
            interactionResponder.fate(interaction.id()),
            (ticket, fate) ->
                switch (fate) {
                  case ANSWERED, DISOWNED -> nothing();
                  case MISSED -> missed(ticket, interaction, staff.get(), since);
                  case DEFERRED -> carryOut(ticket, interaction, staff.get(), since);
                })
        .thenCompose(stage -> stage);
  }

  /** Tells the person who waits for it that it could not be done. */
  CompletionStage<Void> deadLettered(JsonNode payload, Instant since) {
    Interaction interaction = Interaction.of(payload);
    return ports
        .channels()
        .ticketOf(interaction.channel())
        .thenCombine(
            interactionResponder.fate(interaction.id()),
            (ticket, fate) ->
                fate == InteractionResponder.Fate.DEFERRED
                    ? tell(
                        ticket,
                        interaction,
                        new End(new CommandStep.Refuse(Wording.FAILED), ""),
                        since)
                    : nothing())
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Void> carryOut(
      OptionalLong ticket, Interaction interaction, Staff by, Instant since) {
    return execute(ticket, interaction, by)
        .thenCompose(end -> tell(ticket, interaction, end, since));
  }

  /**
   * A process before this one may have executed it without having noted that it was deferred: then
   * executing it again changes nothing, and gives the words for the person.
   */
  private CompletionStage<Void> missed(
      OptionalLong ticket, Interaction interaction, Staff by, Instant since) {
    CompletionStage<Boolean> done =
        ticket.isPresent()
            ? answers.isDone(ticket.getAsLong(), source(interaction))
            : CompletableFuture.completedStage(false);
    return done.thenCompose(
        yes -> yes ? carryOut(ticket, interaction, by, since) : notExecuted(ticket, interaction));
  }

  /** Under which id its effect is known. */
  private static long source(Interaction interaction) {
    return interaction.type() == Interaction.Type.BUTTON
            && interaction.customId() instanceof CustomId.Late late
        ? late.message()
        : interaction.id();
  }

  private CompletionStage<Void> notExecuted(OptionalLong ticket, Interaction interaction) {
    LOG.warn(
        "{} by user {} in channel {} was not executed: it was not deferred in time",
        interaction.shown(),
        interaction.caller().id(),
        interaction.channel());
    return answers.remark(
        ticket,
        interaction.channel(),
        interaction.id(),
        Wording.notExecuted(interaction.shown(), interaction.caller().id()));
  }

  private CompletionStage<End> execute(OptionalLong ticket, Interaction interaction, Staff by) {
    return switch (interaction.type()) {
      case SLASH -> {
        Optional<StaffCommand> command = rules.commands().named(interaction.name());
        yield command.isEmpty()
            ? unknown()
            : run(ticket, interaction, by, command.get(), SlashOptions.of(interaction.data()));
      }
      case MENU -> menu(ticket, interaction, by);
      case FORM ->
          interaction.customId() instanceof CustomId.Edit(int number)
              ? run(
                  ticket,
                  interaction,
                  by,
                  rules.commands().named("edit").orElseThrow(),
                  numbered(number, SlashOptions.field(interaction.data(), Commands.TEXT)))
              : unknown();
      case BUTTON ->
          interaction.customId() instanceof CustomId.Late late
              ? late(ticket, interaction, by, late)
              : unknown();
      case COMPLETION, OTHER -> unknown();
    };
  }

  private CompletionStage<End> run(
      OptionalLong ticket,
      Interaction interaction,
      Staff by,
      StaffCommand command,
      Arguments arguments) {
    Occasion occasion = new Occasion(interaction.id(), by, false, Snowflake.time(interaction.id()));
    return ran(ticket, interaction.channel(), command, command.handler().run(occasion, arguments))
        .thenApply(commandStep -> new End(commandStep, interaction.shown()));
  }

  private CompletionStage<CommandStep> ran(
      OptionalLong ticket, long channel, StaffCommand command, CommandStep commandStep) {
    if (ticket.isPresent()) {
      return answers.run(ticket.getAsLong(), channel, commandStep);
    }
    return CompletableFuture.completedStage(
        command.needsTicket() ? new CommandStep.Refuse(Wording.NO_TICKET_HERE) : commandStep);
  }

  private CompletionStage<End> menu(OptionalLong ticket, Interaction interaction, Staff by) {
    Optional<StaffCommand> command = rules.commands().inMenu(interaction.name());
    if (command.isEmpty()) {
      return unknown();
    }
    if (ticket.isEmpty()) {
      return ended(new CommandStep.Refuse(Wording.NO_TICKET_HERE));
    }
    return ports
        .tickets()
        .ask(ticket.getAsLong(), new TicketCommand.Find(interaction.target()))
        .thenCompose(reply ->
            switch (reply) {
              case TicketReply.Found(int number, boolean isReply, _, _) ->
                  isReply
                      ? run(ticket, interaction, by, command.get(), numbered(number, ""))
                      : ended(new CommandStep.Refuse(Wording.ONLY_REPLIES));
              case TicketReply.Refused _ ->
                  ended(new CommandStep.Refuse(Wording.NOT_A_SHOWN_MESSAGE));
              case TicketReply.Closed _,
                  TicketReply.Absent _,
                  TicketReply.Taken _,
                  TicketReply.FoundReplies _,
                  TicketReply.Full _,
                  TicketReply.Summary _ ->
                  ended(new CommandStep.Refuse(Wording.unexpected(reply)));
            });
  }

  /**
   * A command that was typed while nobody was here, done now by who pressed the button: once, since
   * its source is the message. The message is read again, with its files' links as they are today;
   * what it says must be what the offer quotes.
   */
  private CompletionStage<End> late(
      OptionalLong ticket, Interaction interaction, Staff by, CustomId.Late late) {
    long message = late.message();
    if (ticket.isEmpty()) {
      return ended(new CommandStep.Refuse(Wording.NO_TICKET_HERE));
    }
    return ports
        .ask(Call.get("/channels/{channel}/messages/{message}", interaction.channel(), message))
        .thenCompose(answer ->
            switch (answer) {
              case Answer.Ok ok when !late.offers(ok.body()) ->
                  ended(new CommandStep.Refuse(Wording.LATE_CHANGED));
              case Answer.Ok ok -> ofStaff(ticket, interaction, by, ok.body());
              case Answer.Refused _ -> ended(new CommandStep.Refuse(Wording.LATE_GONE));
              case Answer.Limited _, Answer.Failed _, Answer.Unreachable _ ->
                  CompletableFuture.failedStage(
                      new DiscordSilent("message " + message + ": " + answer));
            });
  }

  /** Who typed it may have lost their role, or left, since. */
  private CompletionStage<End> ofStaff(
      OptionalLong ticket, Interaction interaction, Staff by, JsonNode message) {
    long author = Payload.id(message.path("author").path("id"));
    long guild = interaction.caller().guild();
    return ports
        .ask(Call.get("/guilds/{guild}/members/{user}", guild, author))
        .thenCompose(answer ->
            switch (answer) {
              case Answer.Ok ok
                  when rules.staff().staff(ActingMember.ofMember(ok.body(), guild)).isPresent() ->
                  typed(ticket, interaction.channel(), by, message);
              case Answer.Ok _, Answer.Refused _ ->
                  ended(new CommandStep.Refuse(Wording.LATE_NOT_STAFFS));
              case Answer.Limited _, Answer.Failed _, Answer.Unreachable _ ->
                  CompletableFuture.failedStage(
                      new DiscordSilent("member " + author + ": " + answer));
            });
  }

  private CompletionStage<End> typed(
      OptionalLong ticket, long channel, Staff by, JsonNode payload) {
    long message = Payload.id(payload.path("id"));
    return switch (parser.parse(MessageReader.content(payload))) {
      case PrefixParser.Parsed.Command(StaffCommand command, Arguments arguments) -> {
        Occasion occasion = new Occasion(message, by, true, Snowflake.time(message));
        String shown = rules.commands().prefix() + command.name();
        yield ran(ticket, channel, command, command.handler().run(occasion, arguments))
            .thenApply(commandStep -> new End(commandStep, shown));
      }
      case PrefixParser.Parsed.Wrong(_, String text) -> ended(new CommandStep.Refuse(text));
      case PrefixParser.Parsed.Ordinary _, PrefixParser.Parsed.Unknown _ ->
          ended(new CommandStep.Refuse(Wording.LATE_GONE));
    };
  }

  /**
   * The person's answer in the place of the deferral; where Discord takes none any more, 15 minutes
   * after, a line in the channel.
   */
  private CompletionStage<Void> tell(
      OptionalLong ticket, Interaction interaction, End end, Instant since) {
    String text = text(end.step());
    Duration age = Duration.between(Snowflake.time(interaction.id()), since);
    if (age.compareTo(InteractionResponder.ANSWERABLE) > 0) {
      return answers.remark(
          ticket,
          interaction.channel(),
          interaction.id(),
          Wording.answerFor(interaction.shown(), interaction.caller().id(), text));
    }
    CompletionStage<Boolean> told;
    if (interaction.type() != Interaction.Type.BUTTON) {
      told = interactionResponder.callbacks().answer(interaction.key(), text);
    } else if (end.step() instanceof CommandStep.Refuse) {
      told = interactionResponder.callbacks().whisper(interaction.key(), text);
    } else {
      told =
          interactionResponder
              .callbacks()
              .replace(interaction.key(), Wording.lateDone(end.shown(), interaction.caller().id()));
    }
    return told.toCompletableFuture()
        .copy()
        .completeOnTimeout(true, WAIT_FOR_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
        .handle((_, _) -> null);
  }

  private static String text(CommandStep commandStep) {
    return switch (commandStep) {
      case CommandStep.Done(String text) -> text;
      case CommandStep.Say(String text) -> text;
      case CommandStep.Refuse(String text) -> text;
      case CommandStep.Ask ask -> throw new IllegalStateException("not asked: " + ask);
    };
  }

  private static Arguments numbered(int number, String text) {
    return new Arguments(
        Map.of(Commands.TEXT, text),
        Map.of(Commands.NUMBER, number),
        Set.of(),
        Arguments.NONE.carried());
  }

  private static CompletionStage<End> unknown() {
    return ended(new CommandStep.Refuse(Wording.UNKNOWN_INTERACTION));
  }

  private static CompletionStage<End> ended(CommandStep commandStep) {
    return CompletableFuture.completedStage(new End(commandStep, ""));
  }

  private static CompletionStage<Void> nothing() {
    return CompletableFuture.completedStage(null);
  }
}
