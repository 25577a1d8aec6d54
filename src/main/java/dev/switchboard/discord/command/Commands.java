package dev.switchboard.discord.command;

import dev.switchboard.discord.command.StaffCommand.Alias;
import dev.switchboard.discord.command.StaffCommand.Handler;
import dev.switchboard.discord.command.StaffCommand.Kind;
import dev.switchboard.discord.command.StaffCommand.Names;
import dev.switchboard.discord.command.StaffCommand.Occasion;
import dev.switchboard.discord.command.StaffCommand.Option;
import dev.switchboard.discord.command.StaffCommand.UsableIn;
import dev.switchboard.discord.command.StaffCommand.Usage;
import dev.switchboard.text.Unseen;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** All commands of staff. Thread-safe. */
public final class Commands {
  /** The flag, number and text options that more than one place speaks of. */
  public static final String NUMBER = "number";

  public static final String TEXT = "text";
  private static final String MESSAGE = "message";
  private static final String ATTACHMENT = "attachment";
  private static final String ANONYMOUS = "anonymous";
  private static final String REASON = "reason";
  private static final String SILENT = "silent";
  private static final String COMMAND = "command";

  /** Discord takes up to 6,000 characters in a text option; a reply is split where it is longer. */
  private static final int LONGEST_REPLY = 6000;

  /** What a form of Discord takes; whether it fits is for the ticket to say. */
  static final int LONGEST_EDIT = 4000;

  /** Discord's limit for a reason in the audit log. */
  private static final int LONGEST_REASON = 512;

  private final String prefix;
  private final Supplier<Duration> latency;
  private final List<StaffCommand> all;
  private final Map<String, Named> byTypedName = new HashMap<>();

  /** A command under one of the names that can be typed. */
  public record Named(StaffCommand command, Set<String> flags) {}

  /**
   * @param prefix what a typed command starts with
   * @param latency the gateway's last heartbeat; zero while there was none
   */
  public Commands(String prefix, Supplier<Duration> latency) {
    this.prefix = prefix;
    this.latency = latency;
    this.all = List.of(reply(), edit(), delete(), close(), id(), help(), ping());
    for (StaffCommand command : all) {
      byTypedName.put(command.name(), new Named(command, Set.of()));
      for (Alias alias : command.names().aliases()) {
        byTypedName.put(alias.name(), new Named(command, alias.flags()));
      }
    }
  }

  List<StaffCommand> all() {
    return all;
  }

  public String prefix() {
    return prefix;
  }

  /** The command with this slash name. */
  public Optional<StaffCommand> named(String name) {
    return all.stream().filter(command -> command.name().equals(name)).findFirst();
  }

  /** The command with this entry in a message's context menu. */
  public Optional<StaffCommand> inMenu(String entry) {
    return all.stream()
        .filter(command -> !entry.isEmpty() && command.names().menu().equals(entry))
        .findFirst();
  }

  /** The command of which this, in any case, is a name that can be typed. */
  public Optional<Named> typed(String name) {
    return Optional.ofNullable(byTypedName.get(name.toLowerCase(Locale.ROOT)));
  }

  /** A problem with how the command was given, and how to give it. */
  String wrong(StaffCommand command, String problem) {
    return Wording.wrong(problem, usage(command), prefix + command.usage().example());
  }

  /** The command that names all commands, as it is typed. */
  public String helpCommand() {
    return prefix + "help";
  }

  private StaffCommand reply() {
    Names names =
        new Names(
            "reply",
            List.of(
                Alias.of("r"),
                new Alias("anonreply", Set.of(ANONYMOUS)),
                new Alias("ar", Set.of(ANONYMOUS))),
            "");
    List<Option> options =
        List.of(
            new Option(MESSAGE, new Kind.Text(LONGEST_REPLY), "What the member is told", false),
            new Option(ATTACHMENT, new Kind.File(), "A file for the member", false),
            new Option(
                ANONYMOUS,
                new Kind.Flag(Optional.empty()),
                "Sign in the name of all staff, not in your own",
                false));
    return new StaffCommand(
        names,
        new Usage("Send a message to the member", options, "reply Hello! How can we help?"),
        UsableIn.TICKET,
        (occasion, arguments) -> {
          Content content = arguments.content(MESSAGE);
          if (content.showsNothing()) {
            return new CommandStep.Refuse(
                wrong(
                    named("reply").orElseThrow(),
                    Wording.refused(TicketReply.Reason.EMPTY_MESSAGE)));
          }
          return new CommandStep.Ask(
              new TicketCommand.Reply(
                  occasion.source(),
                  occasion.by(),
                  content,
                  arguments.flag(ANONYMOUS),
                  occasion.typed(),
                  occasion.at()),
              taken(Wording::replied));
        });
  }

  private static StaffCommand edit() {
    List<Option> options =
        List.of(
            new Option(NUMBER, new Kind.ReplyNumber(), "The number of the reply", true),
            new Option(TEXT, new Kind.Text(LONGEST_EDIT), "What it is to say instead", true));
    return new StaffCommand(
        new Names("edit", List.of(Alias.of("e")), "Edit reply"),
        new Usage("Change a reply, on both sides", options, "edit 3 Hello again!"),
        UsableIn.TICKET,
        (occasion, arguments) -> {
          int number = arguments.number(NUMBER).orElseThrow();
          return new CommandStep.Ask(
              new TicketCommand.EditReply(
                  occasion.source(),
                  occasion.by(),
                  number,
                  arguments.text(TEXT),
                  goes(occasion, arguments),
                  occasion.at()),
              taken(_ -> Wording.edited(number)));
        });
  }

  private static StaffCommand delete() {
    return new StaffCommand(
        new Names("delete", List.of(Alias.of("d")), "Delete reply"),
        new Usage(
            "Delete a reply, on both sides",
            List.of(new Option(NUMBER, new Kind.ReplyNumber(), "The number of the reply", true)),
            "delete 3"),
        UsableIn.TICKET,
        (occasion, arguments) -> {
          int number = arguments.number(NUMBER).orElseThrow();
          return new CommandStep.Ask(
              new TicketCommand.DeleteReply(
                  occasion.source(),
                  occasion.by(),
                  number,
                  goes(occasion, arguments),
                  occasion.at()),
              taken(_ -> Wording.deleted(number)));
        });
  }

  /** Whether the message goes with the command in it: not with files that the command leaves. */
  private static boolean goes(Occasion occasion, Arguments arguments) {
    return occasion.typed()
        && arguments.carried().attachments().isEmpty()
        && arguments.carried().extras().isEmpty();
  }

  private static StaffCommand close() {
    List<Option> options =
        List.of(
            new Option(SILENT, new Kind.Flag(Optional.of("s")), "Do not tell the member", false),
            new Option(
                REASON, new Kind.Text(LONGEST_REASON), "Why, for the log and the member", false));
    return new StaffCommand(
        new Names("close", List.of(Alias.of("c")), ""),
        new Usage("Close the ticket", options, "close -s solved"),
        UsableIn.TICKET,
        (occasion, arguments) -> {
          boolean silent = arguments.flag(SILENT);
          return new CommandStep.Ask(
              new TicketCommand.Close(
                  occasion.source(),
                  occasion.by(),
                  arguments.text(REASON),
                  silent,
                  goes(occasion, arguments),
                  occasion.at()),
              taken(_ -> Wording.closing(silent)));
        });
  }

  private static StaffCommand id() {
    return new StaffCommand(
        new Names("id", List.of(), ""),
        new Usage("Show who the ticket's member is", List.of(), "id"),
        UsableIn.TICKET,
        (_, _) ->
            new CommandStep.Ask(
                new TicketCommand.Look(),
                reply ->
                    reply instanceof TicketReply.Summary summary
                        ? new CommandStep.Say(Wording.identity(summary))
                        : new CommandStep.Refuse(Wording.unexpected(reply))));
  }

  private StaffCommand help() {
    return new StaffCommand(
        new Names("help", List.of(), ""),
        new Usage(
            "List the commands, or explain one",
            List.of(new Option(COMMAND, new Kind.Text(100), "The command to explain", false)),
            "help close"),
        UsableIn.ANYWHERE,
        this::explain);
  }

  private StaffCommand ping() {
    Handler handler = (_, _) -> new CommandStep.Say(Wording.pong(latency.get()));
    return new StaffCommand(
        new Names("ping", List.of(), ""),
        new Usage("Show whether the bot is well connected", List.of(), "ping"),
        UsableIn.ANYWHERE,
        handler);
  }

  private static Function<TicketReply, CommandStep> taken(IntFunction<String> text) {
    return reply ->
        reply instanceof TicketReply.Taken(int number)
            ? new CommandStep.Done(text.apply(number))
            : new CommandStep.Refuse(Wording.unexpected(reply));
  }

  private CommandStep explain(Occasion occasion, Arguments arguments) {
    String asked = arguments.text(COMMAND);
    if (Unseen.is(asked)) {
      return new CommandStep.Say(
          all.stream().map(this::line).collect(Collectors.joining("\n", "**Commands**\n", "")));
    }
    String bare = asked.startsWith(prefix) ? asked.substring(prefix.length()) : asked;
    return typed(bare.startsWith("/") ? bare.substring(1) : bare)
        .<CommandStep>map(named -> new CommandStep.Say(page(named.command())))
        .orElseGet(() -> new CommandStep.Refuse(Wording.noSuchCommand(asked, helpCommand())));
  }

  private String line(StaffCommand command) {
    return "`/%s`, %s: %s"
        .formatted(command.name(), typedNames(command), command.usage().description());
  }

  private String page(StaffCommand command) {
    StringBuilder page = new StringBuilder();
    page.append("**/%s**: %s\n".formatted(command.name(), command.usage().description()));
    page.append("Typed: %s\n".formatted(typedNames(command)));
    if (!command.names().menu().isEmpty()) {
      page.append("In a message's menu: Apps, %s\n".formatted(command.names().menu()));
    }
    for (Option option : command.usage().options()) {
      page.append("• `%s`: %s\n".formatted(option.name(), option.description()));
    }
    page.append("Usage: `%s`\n".formatted(usage(command)));
    page.append("Example: `%s%s`".formatted(prefix, command.usage().example()));
    return page.toString();
  }

  private String typedNames(StaffCommand command) {
    StringBuilder names = new StringBuilder("`" + prefix + command.name() + "`");
    for (Alias alias : command.names().aliases()) {
      names.append(", `").append(prefix).append(alias.name()).append('`');
      if (!alias.flags().isEmpty()) {
        names.append(" (").append(String.join(", ", alias.flags())).append(')');
      }
    }
    return names.toString();
  }

  private String usage(StaffCommand command) {
    StringBuilder usage = new StringBuilder(prefix).append(command.name());
    for (Option option : command.usage().options()) {
      String shown =
          switch (option.kind()) {
            case Kind.Text _, Kind.ReplyNumber _ -> option.name();
            case Kind.File _ -> "(files)";
            case Kind.Flag(Optional<String> letter) -> letter.map(known -> "-" + known).orElse("");
          };
      if (!shown.isEmpty()) {
        usage.append(option.required() ? " <" + shown + ">" : " [" + shown + "]");
      }
    }
    return usage.toString();
  }
}
