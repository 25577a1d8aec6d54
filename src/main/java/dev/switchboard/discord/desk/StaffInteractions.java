package dev.switchboard.discord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.access.Principal;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.command.Arguments;
import dev.switchboard.discord.command.CommandAnswers;
import dev.switchboard.discord.command.CommandPorts;
import dev.switchboard.discord.command.CommandRules;
import dev.switchboard.discord.command.CommandStep;
import dev.switchboard.discord.command.CustomId;
import dev.switchboard.discord.command.DeskMessage;
import dev.switchboard.discord.command.EditCommand;
import dev.switchboard.discord.command.Interaction;
import dev.switchboard.discord.command.InteractionResponder;
import dev.switchboard.discord.command.PrefixParser;
import dev.switchboard.discord.command.SlashOptions;
import dev.switchboard.discord.command.StaffCommand;
import dev.switchboard.discord.command.StaffCommand.Occasion;
import dev.switchboard.discord.command.Wording;
import dev.switchboard.discord.guild.ActingMember;
import dev.switchboard.discord.message.MessageReader;
import dev.switchboard.text.Message;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.timing.Snowflake;
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

/** Executes a stored interaction if it was deferred, and answers its user. */
final class StaffInteractions {
  private static final Logger LOG = LoggerFactory.getLogger(StaffInteractions.class);

  /** The longest wait of later events in the channel for the answer of an interaction. */
  private static final Duration WAIT_FOR_ANSWER = Duration.ofSeconds(3);

  private final CommandPorts ports;
  private final CommandRules rules;
  private final CommandAnswers answers;
  private final InteractionResponder interactionResponder;
  private final PrefixParser parser;

  /** The result of an interaction. */
  private record End(CommandStep step, String typed) {}

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
    if (interaction.type() == Interaction.Type.COMPLETION
        || (staff.isPresent() && interactionResponder.opensForm(interaction))) {
      return nothing();
    }
    if (staff.isEmpty()) {
      return refuse(interaction);
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

  /** The user was refused when the frame was read; this writes the refusal to the audit log. */
  private CompletionStage<Void> refuse(Interaction interaction) {
    return switch (interaction.type()) {
      case SLASH ->
          refuse(
              interaction,
              rules.commands().named(interaction.name()),
              SlashOptions.of(rules.words(), interaction.data()));
      // The reply's number is not looked up for a user who is not staff.
      case MENU ->
          refuse(interaction, rules.commands().inMenu(interaction.name()), numbered(0, ""));
      case FORM ->
          interaction.customId() instanceof CustomId.Edit(int number)
              ? refuse(interaction, rules.commands().named(EditCommand.NAME), numbered(number, ""))
              : nothing();
      case BUTTON, COMPLETION, OTHER -> nothing();
    };
  }

  private CompletionStage<Void> refuse(
      Interaction interaction, Optional<StaffCommand> command, Arguments arguments) {
    if (command.isEmpty()) {
      return nothing();
    }
    Occasion occasion = occasion(interaction, rules.staff().named(interaction.caller()));
    CommandStep commandStep = command.get().handler().run(occasion, arguments);
    return ports
        .channels()
        .ticketOf(interaction.channel())
        .thenCompose(ticket ->
            ticket.isPresent()
                ? answers.refuse(principal(interaction), ticket.getAsLong(), commandStep)
                : nothing());
  }

  private Principal principal(Interaction interaction) {
    return rules.staff().principal(interaction.caller(), interaction.id());
  }

  private static Occasion occasion(Interaction interaction, Staff by) {
    return new Occasion(interaction.id(), by, false, Snowflake.time(interaction.id()));
  }

  /** Tells the waiting user that the interaction failed. */
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
   * An earlier process may have executed it without noting the deferral: then a second execution
   * changes nothing and gives the answer for the user.
   */
  private CompletionStage<Void> missed(
      OptionalLong ticket, Interaction interaction, Staff by, Instant since) {
    CompletionStage<Boolean> done =
        ticket.isPresent()
            ? answers
                .done(ticket.getAsLong(), source(interaction))
                .thenApply(TicketQuery.Done::done)
            : CompletableFuture.completedStage(false);
    return done.thenCompose(
        yes -> yes ? carryOut(ticket, interaction, by, since) : notExecuted(ticket, interaction));
  }

  /** The id under which the ticket knows its effect. */
  private static long source(Interaction interaction) {
    return interaction.type() == Interaction.Type.BUTTON
            && interaction.customId() instanceof CustomId.Late late
        ? late.message()
        : interaction.id();
  }

  private CompletionStage<Void> notExecuted(OptionalLong ticket, Interaction interaction) {
    LOG.warn(
        "{} by user {} in channel {} was not executed: it was not deferred in time",
        rules.words().of(interaction.shown()),
        interaction.caller().id(),
        interaction.channel());
    return answers.remark(
        ticket,
        interaction.channel(),
        interaction.id(),
        rules
            .words()
            .of(new DeskMessage.NotExecuted(interaction.shown(), interaction.caller().id())));
  }

  private CompletionStage<End> execute(OptionalLong ticket, Interaction interaction, Staff by) {
    return switch (interaction.type()) {
      case SLASH -> {
        Optional<StaffCommand> command = rules.commands().named(interaction.name());
        yield command.isEmpty()
            ? unknown()
            : run(
                ticket,
                interaction,
                by,
                command.get(),
                SlashOptions.of(rules.words(), interaction.data()));
      }
      case MENU -> menu(ticket, interaction, by);
      case FORM ->
          interaction.customId() instanceof CustomId.Edit(int number)
              ? run(
                  ticket,
                  interaction,
                  by,
                  rules.commands().named(EditCommand.NAME).orElseThrow(),
                  numbered(number, SlashOptions.field(interaction.data(), EditCommand.TEXT)))
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
    CommandStep first = command.handler().run(occasion(interaction, by), arguments);
    return ran(ticket, interaction, command, first)
        .thenApply(commandStep -> new End(commandStep, ""));
  }

  private CompletionStage<CommandStep> ran(
      OptionalLong ticket, Interaction interaction, StaffCommand command, CommandStep commandStep) {
    if (ticket.isPresent()) {
      return answers.run(
          principal(interaction), ticket.getAsLong(), interaction.channel(), commandStep);
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
        .ask(ticket.getAsLong(), new TicketQuery.Find(interaction.target()))
        .thenCompose(finding ->
            switch (finding) {
              case TicketQuery.Found(int number, boolean isReply, _, _) ->
                  isReply
                      ? run(ticket, interaction, by, command.get(), numbered(number, ""))
                      : ended(new CommandStep.Refuse(Wording.ONLY_REPLIES));
              case TicketQuery.NotFound _ ->
                  ended(new CommandStep.Refuse(Wording.NOT_A_SHOWN_MESSAGE));
              case TicketQuery.FoundClosed _ ->
                  ended(new CommandStep.Refuse(Wording.TICKET_CLOSED));
              case TicketQuery.FoundAbsent _ ->
                  ended(new CommandStep.Refuse(Wording.TICKET_ABSENT));
            });
  }

  /**
   * Executes a late command for the user who pressed the button: only once, since its source is the
   * message. The message is read again to get valid links of its files; its content must still
   * equal the quote in the offer.
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

  /** The author of the message may have lost the staff role, or left, since. */
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
                  typed(ticket, interaction, by, message);
              case Answer.Ok _, Answer.Refused _ ->
                  ended(new CommandStep.Refuse(Wording.LATE_NOT_STAFFS));
              case Answer.Limited _, Answer.Failed _, Answer.Unreachable _ ->
                  CompletableFuture.failedStage(
                      new DiscordSilent("member " + author + ": " + answer));
            });
  }

  private CompletionStage<End> typed(
      OptionalLong ticket, Interaction interaction, Staff by, JsonNode payload) {
    long message = Payload.id(payload.path("id"));
    return switch (parser.parse(MessageReader.content(rules.words(), payload))) {
      case PrefixParser.Parsed.Command(StaffCommand command, Arguments arguments) -> {
        Occasion occasion = new Occasion(message, by, true, Snowflake.time(message));
        String shown = rules.commands().prefix() + command.name();
        yield ran(ticket, interaction, command, command.handler().run(occasion, arguments))
            .thenApply(commandStep -> new End(commandStep, shown));
      }
      case PrefixParser.Parsed.Wrong(_, Message text) -> ended(new CommandStep.Refuse(text));
      case PrefixParser.Parsed.Ordinary _, PrefixParser.Parsed.Unknown _ ->
          ended(new CommandStep.Refuse(Wording.LATE_GONE));
    };
  }

  /**
   * Replaces the deferral by the answer; after 15 minutes, when Discord takes none any more, posts
   * a line in the channel.
   */
  private CompletionStage<Void> tell(
      OptionalLong ticket, Interaction interaction, End end, Instant since) {
    Words words = rules.words();
    Message answer = answer(end.step());
    String text = words.of(answer);
    long by = interaction.caller().id();
    Duration age = Duration.between(Snowflake.time(interaction.id()), since);
    if (age.compareTo(InteractionResponder.ANSWERABLE) > 0) {
      return answers.remark(
          ticket,
          interaction.channel(),
          interaction.id(),
          words.of(new DeskMessage.AnswerFor(interaction.shown(), by, answer)));
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
              .replace(interaction.key(), words.of(new DeskMessage.LateDone(end.typed(), by)));
    }
    return told.toCompletableFuture()
        .copy()
        .completeOnTimeout(true, WAIT_FOR_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
        .handle((_, _) -> null);
  }

  private static Message answer(CommandStep commandStep) {
    return switch (commandStep) {
      case CommandStep.Done(Message text) -> text;
      case CommandStep.Say(Message text) -> text;
      case CommandStep.Refuse(Message text) -> text;
      case CommandStep.Ask _, CommandStep.Query<?> _ ->
          throw new IllegalStateException("not asked: " + commandStep);
    };
  }

  private static Arguments numbered(int number, String text) {
    return new Arguments(
        Map.of(EditCommand.TEXT, text),
        Map.of(Arguments.NUMBER, number),
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
