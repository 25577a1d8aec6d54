package dev.switchboard.discord.command;

import dev.switchboard.discord.command.StaffCommand.Kind;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketQuery;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Suggests the ticket's replies while staff type a reply's number ("Autocomplete" in Discord's
 * documentation). Other users get no suggestions. Nothing is stored, and a late suggestion does no
 * harm: the number can be typed, too.
 *
 * <p>Thread-safe; never blocks.
 */
final class Suggestions {
  private static final Logger LOG = LoggerFactory.getLogger(Suggestions.class);

  /** Discord's limit of suggestions. */
  private static final int MOST = 25;

  private final Callbacks callbacks;
  private final CommandPorts ports;
  private final CommandRules rules;
  private final Duration patience;

  Suggestions(Callbacks callbacks, CommandPorts ports, CommandRules rules, Duration patience) {
    this.callbacks = callbacks;
    this.ports = ports;
    this.rules = rules;
    this.patience = patience;
  }

  CompletionStage<Callbacks.First> answer(Interaction interaction) {
    return choices(interaction)
        .exceptionally(why -> {
          LOG.debug("no suggestions for {}: {}", interaction.key(), why.toString());
          return new LinkedHashMap<>();
        })
        .thenCompose(choices -> callbacks.suggest(interaction.key(), choices));
  }

  private CompletionStage<SequencedMap<Integer, String>> choices(Interaction interaction) {
    Optional<Staff> staff = rules.staff().staff(interaction.caller());
    Optional<String> typed = typed(interaction);
    if (staff.isEmpty() || typed.isEmpty()) {
      return CompletableFuture.completedStage(new LinkedHashMap<>());
    }
    return ports
        .askTicketOf(
            interaction.channel(), new TicketQuery.FindReplies(typed.get(), MOST), patience)
        .thenApply(Suggestions::choices);
  }

  /** The text typed so far; empty unless the option is a reply's number. */
  private Optional<String> typed(Interaction interaction) {
    return SlashOptions.focus(interaction.data())
        .filter(focus ->
            rules.commands().named(interaction.name()).stream()
                .flatMap(command -> command.options().stream())
                .anyMatch(option ->
                    option.name().equals(focus.option())
                        && option.kind() instanceof Kind.ReplyNumber))
        .map(SlashOptions.Focus::typed);
  }

  private static SequencedMap<Integer, String> choices(Optional<TicketQuery.FoundReplies> found) {
    SequencedMap<Integer, String> choices = new LinkedHashMap<>();
    found.stream()
        .flatMap(answer -> answer.replies().stream())
        .forEach(each -> choices.put(each.number(), Wording.choice(each)));
    return choices;
  }
}
