package dev.switchboard.discord.command;

import dev.switchboard.discord.command.StaffCommand.Kind;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers staff the replies of the ticket while they type the number of one ("Autocomplete",
 * Discord's documentation). Others are offered nothing. Nothing of it is stored, and nobody misses
 * an offer that came too late: the number can be typed as well.
 *
 * <p>Thread-safe; never blocks.
 */
final class Suggestions {
  private static final Logger LOG = LoggerFactory.getLogger(Suggestions.class);

  /** Discord takes no more. */
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
            interaction.channel(), new TicketCommand.FindReplies(typed.get(), MOST), patience)
        .thenApply(Suggestions::choices);
  }

  /** What was typed so far, where it is the number of a reply that is typed. */
  private Optional<String> typed(Interaction interaction) {
    return SlashOptions.focus(interaction.data())
        .filter(focus ->
            rules.commands().named(interaction.name()).stream()
                .flatMap(command -> command.usage().options().stream())
                .anyMatch(option ->
                    option.name().equals(focus.option())
                        && option.kind() instanceof Kind.ReplyNumber))
        .map(SlashOptions.Focus::typed);
  }

  private static SequencedMap<Integer, String> choices(TicketReply reply) {
    SequencedMap<Integer, String> choices = new LinkedHashMap<>();
    if (reply instanceof TicketReply.FoundReplies found) {
      found.replies().forEach(each -> choices.put(each.number(), Wording.choice(each)));
    }
    return choices;
  }
}
