package dev.switchboard.account;

import dev.switchboard.account.Account.Command;
import dev.switchboard.account.Account.Decision;
import dev.switchboard.account.Account.Event;
import dev.switchboard.account.Account.Reason;
import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.storage.Recoveries;
import dev.switchboard.timing.Backoff;
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
 * accounts is written before a change is answered, so that the caller then finds the change in
 * every list; after a crash, a missing row is written at the next start ({@link
 * UnfinishedAccounts}). The actor erases the data that an account left behind whenever it is woken,
 * until nothing is left.
 */
public final class AccountEntity
    extends EventSourcedBehaviorWithEnforcedReplies<AccountEntity.Message, Event, Account> {
  public static final EntityTypeKey<Message> TYPE_KEY =
      EntityTypeKey.create(Message.class, Account.KIND.name());

  private static final Backoff RETRIES = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1));

  /** The time after which a removal is answered although its erasure goes on. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** The messages of this actor. */
  public sealed interface Message extends ClusterMessage {
    record Do(Command command, ActorRef<Done> replyTo) implements Message {}

    record Remove(
        String reason, String by, Instant at, Optional<Long> discordUser, ActorRef<Removal> replyTo)
        implements Message {}

    record Look(ActorRef<Seen> replyTo) implements Message {}

    /** Start, and continue unfinished work. */
    record Wake() implements Message {}

    /** Passivation; no reply. */
    record Stop() implements Message {}
  }

  /** The answer to a command. */
  public record Done(Optional<Reason> against) implements ClusterMessage {}

  /** The state of the name. */
  public record Seen(Account account) implements ClusterMessage {}

  /**
   * The result of a removal. The name is blocked in any case.
   *
   * @param existed whether there was an account
   * @param credentials whether it had a password
   * @param quota whether it had a quota of its own
   * @param discordUser the Discord user whose stored data belongs to it, if any
   * @param erasure the result of the erasure; empty while it goes on
   */
  public record Removal(
      boolean existed,
      boolean credentials,
      boolean quota,
      Optional<Long> discordUser,
      Optional<Belongings.Erasure> erasure)
      implements ClusterMessage {
    Removal with(Belongings.Erasure done) {
      return new Removal(existed, credentials, quota, discordUser, Optional.of(done));
    }
  }

  /** The row was written, or writing it failed. */
  private record Listed(Optional<Throwable> failure, Runnable answer) implements Message {}

  private record ListAgain() implements Message {}

  /**
   * An erasure has ended.
   *
   * @param attempt its number; the end of an attempt before a restart is ignored
   */
  private record Erased(long attempt, Belongings.Erasure erasure) implements Message {}

  private record NotErased(long attempt, Throwable why) implements Message {}

  private record EraseAgain() implements Message {}

  private record PatienceOver() implements Message {}

  /** A caller who waits for the end of an erasure. */
  private record Waiting(Removal removal, ActorRef<Removal> replyTo) {}

  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final AccountName name;
  private final AccountRows rows;
  private final Belongings belongings;
  private final Clock clock;
  private final List<Waiting> waiting = new ArrayList<>();
  private boolean erasing;

  /** The number of the present erasure; kept over restarts of the actor. */
  private long attempt;

  private Duration pause = RETRIES.first();

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
    return Account.KIND.persistenceId(name.value());
  }

  @Override
  public Account emptyState() {
    return Account.KIND.empty(name.value());
  }

  @Override
  public EventHandler<Account, Event> eventHandler() {
    return Account.KIND::apply;
  }

  @Override
  public Set<String> tagsFor(Event event) {
    return Account.KIND.tags(name.value());
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

  /**
   * Answers in any case, because the change is stored; if writing the row failed, lists lack it for
   * a moment.
   */
  private ReplyEffect<Event, Account> listed(Optional<Throwable> failure, Runnable answer) {
    failure.ifPresent(why -> {
      context.getLog().warn("Account {}: its row is not written yet: {}", name, why.toString());
      timers.startSingleTimer("list", new ListAgain(), RETRIES.first());
    });
    answer.run();
    return Effect().noReply();
  }

  private void recovered(Account state) {
    erasing = false;
    attempt++;
    // A restart of the actor ended the timer of the waiting callers.
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
                .flatMap(held -> remove.discordUser().or(held::discordUser))
                .or(() -> state.leftovers().map(Account.Leftovers::discordUser)),
            Optional.empty());
    Waiting asking = new Waiting(removal, remove.replyTo());
    Decision decision =
        state.decide(
            new Command.Remove(remove.reason(), remove.by(), remove.at(), remove.discordUser()));
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
    pause = RETRIES.first();
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
    pause = RETRIES.longer(pause);
    return Effect().noReply();
  }
}
