package dev.switchboard.account;

import dev.switchboard.account.Account.Command;
import dev.switchboard.account.Account.Decision;
import dev.switchboard.account.Account.Event;
import dev.switchboard.account.Account.Reason;
import dev.switchboard.storage.Recoveries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * An {@link Account} as a persistent actor, one for each normalised name. Its row in the table of
 * accounts is written before a change is answered, so that who is answered finds it in every list;
 * what a crash keeps from there is written at the next start ({@link UnfinishedAccounts}). What an
 * account left behind is erased by it whenever it is woken, until nothing of it is kept any more.
 */
public final class AccountEntity
    extends EventSourcedBehaviorWithEnforcedReplies<AccountEntity.Message, Event, Account> {
  /** Part of every persistence id: never changed. */
  public static final EntityTypeKey<Message> TYPE_KEY =
      EntityTypeKey.create(Message.class, "Account");

  /** On each event. Fixed for ever. */
  static final String TAG = "account";

  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  /** Who asked for a removal is answered then, though the erasure goes on. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** What the actor is sent. */
  public sealed interface Message {
    record Do(Command command, ActorRef<Done> replyTo) implements Message {}

    record Remove(String reason, String by, Instant at, ActorRef<Removal> replyTo)
        implements Message {}

    record Look(ActorRef<Seen> replyTo) implements Message {}

    /** Be there: what is not done yet goes on. */
    record Wake() implements Message {}

    /** Passivation; no reply. */
    record Stop() implements Message {}
  }

  /** What became of a command. */
  public record Done(Optional<Reason> against) {}

  /** All that is known under the name. */
  public record Seen(Account account) {}

  /**
   * What became of a removal. The name is blocked in any case.
   *
   * @param existed whether there was an account
   * @param credentials whether it had a password
   * @param quota whether it had a quota of its own
   * @param discordUser whose stored data it could lead to, if anybody's
   * @param erasure what was erased; empty while that goes on
   */
  public record Removal(
      boolean existed,
      boolean credentials,
      boolean quota,
      Optional<Long> discordUser,
      Optional<Belongings.Erasure> erasure) {
    Removal with(Belongings.Erasure done) {
      return new Removal(existed, credentials, quota, discordUser, Optional.of(done));
    }
  }

  /** The row was written, or could not be. */
  private record Listed(Optional<Throwable> failure, Runnable answer) implements Message {}

  private record ListAgain() implements Message {}

  /**
   * An erasure is through.
   *
   * @param attempt an earlier one, begun before a restart, says nothing of what is left behind now
   */
  private record Erased(long attempt, Belongings.Erasure erasure) implements Message {}

  private record NotErased(long attempt, Throwable why) implements Message {}

  private record EraseAgain() implements Message {}

  private record PatienceOver() implements Message {}

  /** Somebody who waits for the end of an erasure. */
  private record Waiting(Removal removal, ActorRef<Removal> replyTo) {}

  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final AccountName name;
  private final AccountRows rows;
  private final Belongings belongings;
  private final Clock clock;
  private final List<Waiting> waiting = new ArrayList<>();
  private boolean erasing;

  /** Counts the erasures; kept over restarts. */
  private long attempt;

  private Duration pause = RETRY;

  public static Behavior<Message> create(
      AccountName name, AccountRows rows, Belongings belongings, Clock clock) {
    return Recoveries.guarded(
        id(name),
        new Message.Stop(),
        Behaviors.setup(context ->
            Behaviors.withTimers(
                timers -> new AccountEntity(context, timers, name, rows, belongings, clock))));
  }

  private AccountEntity(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      AccountName name,
      AccountRows rows,
      Belongings belongings,
      Clock clock) {
    super(id(name), Recoveries.backOff());
    this.context = context;
    this.timers = timers;
    this.name = name;
    this.rows = rows;
    this.belongings = belongings;
    this.clock = clock;
  }

  static PersistenceId id(AccountName name) {
    return PersistenceId.of(TYPE_KEY.name(), name.value());
  }

  @Override
  public Account emptyState() {
    return Account.NONE;
  }

  @Override
  public EventHandler<Account, Event> eventHandler() {
    return Account::apply;
  }

  @Override
  public Set<String> tagsFor(Event event) {
    return Set.of(TAG);
  }

  @Override
  public SignalHandler<Account> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.instance(),
            state -> {
              Recoveries.recovered(context, persistenceId());
              recovered(state);
            })
        .onSignal(RecoveryFailed.class, (_, signal) -> Recoveries.failed(context, signal))
        .build();
  }

  @Override
  public CommandHandlerWithReply<Message, Event, Account> commandHandler() {
    return this::on;
  }

  private ReplyEffect<Event, Account> on(Account state, Message message) {
    return switch (message) {
      case Message.Do(Command command, ActorRef<Done> replyTo) -> decide(state, command, replyTo);
      case Message.Remove remove -> remove(state, remove);
      case Message.Look(ActorRef<Seen> replyTo) -> Effect().reply(replyTo, new Seen(state));
      case Message.Wake _, EraseAgain _ -> {
        erase(state);
        yield Effect().noReply();
      }
      case Message.Stop _ -> Effect().stop().thenNoReply();
      case Listed(Optional<Throwable> failure, Runnable answer) -> listed(failure, answer);
      case ListAgain _ -> {
        list(state, () -> {});
        yield Effect().noReply();
      }
      case Erased(long of, Belongings.Erasure erasure) ->
          of == attempt ? erased(state, erasure) : Effect().noReply();
      case NotErased(long of, Throwable why) -> of == attempt ? notErased(why) : Effect().noReply();
      case PatienceOver _ -> {
        tellThatItGoesOn();
        yield Effect().noReply();
      }
    };
  }

  private ReplyEffect<Event, Account> decide(
      Account state, Command command, ActorRef<Done> replyTo) {
    return switch (state.decide(command)) {
      case Decision.Persist(Event event) ->
          Effect()
              .persist(event)
              .thenRun(
                  (Account after) -> list(after, () -> replyTo.tell(new Done(Optional.empty()))))
              .thenNoReply();
      case Decision.Nothing _ -> Effect().reply(replyTo, new Done(Optional.empty()));
      case Decision.Refuse(Reason reason) -> Effect().reply(replyTo, new Done(Optional.of(reason)));
    };
  }

  // ---- the row

  private void list(Account state, Runnable answer) {
    context.pipeToSelf(
        rows.write(name, state, lastSequenceNumber(context)),
        (_, failure) -> new Listed(Optional.ofNullable(failure), answer));
  }

  /** The change is stored in any case, and is answered for; a list may miss it for a moment. */
  private ReplyEffect<Event, Account> listed(Optional<Throwable> failure, Runnable answer) {
    failure.ifPresent(why -> {
      context.getLog().warn("Account {}: its row is not written yet: {}", name, why.toString());
      timers.startSingleTimer("list", new ListAgain(), RETRY);
    });
    answer.run();
    return Effect().noReply();
  }

  private void recovered(Account state) {
    erasing = false;
    attempt++;
    // A restart ended the timer of their patience.
    tellThatItGoesOn();
    if (lastSequenceNumber(context) > 0) {
      list(state, () -> {});
    }
    erase(state);
  }

  // ---- the end of an account

  private ReplyEffect<Event, Account> remove(Account state, Message.Remove remove) {
    Removal removal =
        new Removal(
            state.holder().isPresent(),
            state.holder().flatMap(Account.Holder::passwordHash).isPresent(),
            state.holder().flatMap(Account.Holder::maxBytes).isPresent(),
            state
                .holder()
                .flatMap(Account.Holder::discordUser)
                .or(() -> state.leftovers().map(Account.Leftovers::discordUser)),
            Optional.empty());
    Waiting asking = new Waiting(removal, remove.replyTo());
    Decision decision = state.decide(new Command.Remove(remove.reason(), remove.by(), remove.at()));
    if (decision instanceof Decision.Persist(Event event)) {
      return Effect()
          .persist(event)
          .thenRun((Account after) -> list(after, () -> follow(after, asking)))
          .thenNoReply();
    }
    follow(state, asking);
    return Effect().noReply();
  }

  private void follow(Account state, Waiting asking) {
    if (state.leftovers().isEmpty()) {
      asking.replyTo().tell(asking.removal().with(Belongings.Erasure.NOTHING));
      return;
    }
    waiting.add(asking);
    timers.startSingleTimer("patience", new PatienceOver(), PATIENCE);
    erase(state);
  }

  private void erase(Account state) {
    if (erasing || state.leftovers().isEmpty()) {
      return;
    }
    erasing = true;
    long mine = ++attempt;
    context.pipeToSelf(
        belongings.erase(state.leftovers().get().discordUser()),
        (erasure, failure) ->
            failure == null ? new Erased(mine, erasure) : new NotErased(mine, failure));
  }

  private ReplyEffect<Event, Account> erased(Account state, Belongings.Erasure erasure) {
    erasing = false;
    pause = RETRY;
    if (state.decide(new Command.Erased(erasure, clock.instant()))
        instanceof Decision.Persist(Event event)) {
      return Effect()
          .persist(event)
          .thenRun((Account after) -> list(after, () -> tellOf(erasure)))
          .thenNoReply();
    }
    tellOf(erasure);
    return Effect().noReply();
  }

  private void tellThatItGoesOn() {
    waiting.forEach(one -> one.replyTo().tell(one.removal()));
    waiting.clear();
  }

  private void tellOf(Belongings.Erasure erasure) {
    timers.cancel("patience");
    waiting.forEach(one -> one.replyTo().tell(one.removal().with(erasure)));
    waiting.clear();
  }

  private ReplyEffect<Event, Account> notErased(Throwable why) {
    erasing = false;
    context
        .getLog()
        .warn("Account {}: what it left behind is not erased yet: {}", name, why.toString());
    timers.startSingleTimer("erase", new EraseAgain(), pause);
    pause =
        pause.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? pause.multipliedBy(2) : LONGEST_RETRY;
    return Effect().noReply();
  }
}
