package dev.switchboard.discord.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.gateway.FrameListener;
import dev.switchboard.text.Message;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.timing.Snowflake;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the first answer to an interaction as soon as its frame is read, since Discord waits 3 s
 * and the database may take longer. A command is executed later from its row, and only if deferred.
 *
 * <p>If the row does not come out of the inbox within {@link Patience#stored}, the interaction is
 * disowned: the user is told that nothing was stored, and it is not executed even if the row comes
 * later.
 *
 * <p>Thread-safe; never blocks.
 */
public final class InteractionResponder implements FrameListener {
  private static final Logger LOG = LoggerFactory.getLogger(InteractionResponder.class);

  /** The time in which Discord lets us answer. */
  public static final Duration ANSWERABLE = Duration.ofMinutes(15);

  private final Callbacks callbacks;
  private final Deferrals deferrals;
  private final CommandPorts ports;
  private final CommandRules rules;
  private final Patience patience;
  private final Suggestions suggestions;
  private final Map<Long, Handling> handled = new ConcurrentHashMap<>();

  /**
   * Time limits of an interaction.
   *
   * @param ticket wait for the ticket before a first answer that needs it (a form, suggestions);
   *     Discord waits 3 s
   * @param stored wait for the inbox row of a deferred interaction
   * @param clock Discord's time
   */
  public record Patience(Duration ticket, Duration stored, Clock clock) {
    public static Patience usual(Clock clock) {
      return new Patience(Duration.ofSeconds(2), Duration.ofSeconds(10), clock);
    }
  }

  /** The decision about an interaction whose row is taken. */
  public enum Fate {
    /** Discord shows "thinking" to the user: execute it. */
    DEFERRED,
    /** The first answer was complete. */
    ANSWERED,
    /** The user was told that it was not stored. */
    DISOWNED,
    /** Discord told the user that it failed. */
    MISSED
  }

  private enum Storing {
    AWAITED,
    STORED,
    GIVEN_UP
  }

  private record Handling(CompletableFuture<Fate> fate, AtomicReference<Storing> storing) {
    Handling() {
      this(new CompletableFuture<>(), new AtomicReference<>(Storing.AWAITED));
    }
  }

  public InteractionResponder(
      CommandPorts ports, CommandRules rules, Deferrals deferrals, Patience patience) {
    this.callbacks = new Callbacks(ports.rest().rest(), rules.words());
    this.deferrals = deferrals;
    this.ports = ports;
    this.rules = rules;
    this.patience = patience;
    this.suggestions = new Suggestions(callbacks, ports, rules, patience.ticket());
  }

  public Callbacks callbacks() {
    return callbacks;
  }

  @Override
  public void seen(String type, JsonNode data) {
    if (type.equals("INTERACTION_CREATE")) {
      Interaction interaction = Interaction.of(data);
      if (interaction.type() == Interaction.Type.COMPLETION) {
        suggestions.answer(interaction);
        return;
      }
      Handling handling = new Handling();
      // A resume may repeat the frame.
      if (handled.putIfAbsent(interaction.id(), handling) == null) {
        CompletableFuture.delayedExecutor(ANSWERABLE.toMillis(), TimeUnit.MILLISECONDS)
            .execute(() -> handled.remove(interaction.id()));
        begin(interaction, handling);
      }
    }
  }

  /** Notes that the interaction's row is committed and has reached the desk. */
  public void stored(long interaction) {
    Handling handling = handled.get(interaction);
    if (handling != null) {
      handling.storing().compareAndSet(Storing.AWAITED, Storing.STORED);
    }
  }

  /** The decision about an interaction whose row is taken. */
  public CompletionStage<Fate> fate(long interaction) {
    Handling handling = handled.get(interaction);
    if (handling == null) {
      return deferrals.noted(interaction).thenApply(yes -> yes ? Fate.DEFERRED : Fate.MISSED);
    }
    stored(interaction);
    return handling
        .fate()
        .thenApply(fate ->
            fate == Fate.DEFERRED && handling.storing().get() == Storing.GIVEN_UP
                ? Fate.DISOWNED
                : fate);
  }

  /** Whether the first answer has to open a form. */
  public boolean opensForm(Interaction interaction) {
    return interaction.type() == Interaction.Type.MENU
        && rules
            .commands()
            .inMenu(interaction.name())
            .filter(command -> command.options().size() > 1)
            .isPresent();
  }

  private void begin(Interaction interaction, Handling handling) {
    Interaction.Key key = interaction.key();
    if (rules.staff().staff(interaction.caller()).isEmpty()) {
      LOG.info(
          "user {} is not staff; {} in channel {} was refused",
          interaction.caller().id(),
          rules.words().of(interaction.shown()),
          interaction.channel());
      ends(refuse(key, Wording.NOT_STAFF), handling);
    } else if (opensForm(interaction)) {
      ends(openForm(interaction), handling);
    } else {
      CompletionStage<Callbacks.First> deferred =
          interaction.type() == Interaction.Type.BUTTON
              ? callbacks.deferQuietly(key)
              : callbacks.defer(key);
      deferred
          .exceptionally(_ -> Callbacks.First.MISSED)
          .thenAccept(first -> deferred(interaction, handling, first));
    }
  }

  private void ends(CompletionStage<Callbacks.First> answered, Handling handling) {
    answered.whenComplete((_, _) -> handling.fate().complete(Fate.ANSWERED));
  }

  private void deferred(Interaction interaction, Handling handling, Callbacks.First first) {
    if (first == Callbacks.First.MISSED) {
      handling.fate().complete(Fate.MISSED);
      return;
    }
    if (first == Callbacks.First.TAKEN_BEFORE && isOld(interaction)) {
      // The process that deferred it may have told the user that it was not stored.
      deferrals
          .noted(interaction.id())
          .thenApply(yes -> yes ? Fate.DEFERRED : Fate.MISSED)
          .whenComplete((fate, why) -> {
            if (why == null) {
              handling.fate().complete(fate);
            } else {
              handling.fate().completeExceptionally(why);
              handled.remove(interaction.id(), handling);
            }
          });
      return;
    }
    handling.fate().complete(Fate.DEFERRED);
    CompletionStage<Integer> note = deferrals.note(interaction.id(), patience.clock().instant());
    note.whenComplete((_, why) -> {
      if (why != null) {
        LOG.warn("{}'s deferral could not be noted: {}", interaction.key(), why.toString());
      }
    });
    // If it was deferred before, it may be done already, and its row does not come again.
    if (first == Callbacks.First.TAKEN) {
      CompletableFuture.delayedExecutor(patience.stored().toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> giveUp(interaction, handling, note));
    }
  }

  private boolean isOld(Interaction interaction) {
    Instant givenUp = Snowflake.time(interaction.id()).plus(patience.stored());
    return patience.clock().instant().isAfter(givenUp);
  }

  /** Deletes the note of the deferral, so that the next process does not execute it either. */
  private void giveUp(Interaction interaction, Handling handling, CompletionStage<Integer> note) {
    if (handling.storing().compareAndSet(Storing.AWAITED, Storing.GIVEN_UP)) {
      note.thenCompose(_ -> deferrals.forget(interaction.id()))
          .whenComplete((_, why) -> {
            if (why != null) {
              LOG.info("{} was not noted: {}", interaction.key(), why.toString());
            }
          });
      LOG.warn(
          "{} by user {} was not stored in time and will not be executed",
          rules.words().of(interaction.shown()),
          interaction.caller().id());
      if (interaction.type() == Interaction.Type.BUTTON) {
        callbacks.whisper(interaction.key(), rules.words().of(Wording.NOT_STORED));
      } else {
        callbacks.answer(interaction.key(), rules.words().of(Wording.NOT_STORED));
      }
    }
  }

  private CompletionStage<Callbacks.First> openForm(Interaction interaction) {
    Interaction.Key key = interaction.key();
    return ports
        .askTicketOf(
            interaction.channel(), new TicketQuery.Find(interaction.target()), patience.ticket())
        .handle((finding, failure) -> failure == null ? form(key, finding) : tooSlow(key, failure))
        .thenCompose(answer -> answer);
  }

  private CompletionStage<Callbacks.First> form(
      Interaction.Key key, Optional<TicketQuery.Finding> found) {
    return switch (found.orElseGet(TicketQuery.FoundAbsent::new)) {
      case TicketQuery.Found(int number, boolean isReply, _, String text) ->
          isReply
              ? callbacks.open(key, CustomId.edit(number), text)
              : refuse(key, Wording.ONLY_REPLIES);
      case TicketQuery.FoundAbsent _ -> refuse(key, Wording.NO_TICKET_HERE);
      case TicketQuery.NotFound _ -> refuse(key, Wording.NOT_A_SHOWN_MESSAGE);
      case TicketQuery.FoundClosed _ -> refuse(key, Wording.TICKET_CLOSED);
    };
  }

  private CompletionStage<Callbacks.First> refuse(Interaction.Key key, Message why) {
    return callbacks.refuse(key, rules.words().of(why));
  }

  private CompletionStage<Callbacks.First> tooSlow(Interaction.Key key, Throwable failure) {
    LOG.warn("the form for {} could not be opened: {}", key, failure.toString());
    return refuse(key, Wording.MENU_TOO_SLOW);
  }
}
