package dev.switchboard.discord;

import dev.switchboard.storage.DatabaseLease;
import dev.switchboard.storage.LeaseClaim;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Takes the database's lease and runs a {@link LeaderTerm} while this process holds it. A lost
 * lease ends the term at once. The next term continues where the last one stopped. While another
 * node of the cluster holds the lease, this node stands by. While administrators want the bot to be
 * stopped, the lease is held without a term. Each node has one such actor.
 */
public final class DiscordLeader extends AbstractBehavior<DiscordLeader.Message> {
  /** A message from outside the actor. */
  public sealed interface Message {}

  /** Takes in nothing new, finishes the calls under way, then answers; the lease stays held. */
  public record Stop(ActorRef<Done> replyTo) implements Message {}

  /**
   * What administrators want.
   *
   * @param on whether the bot runs
   * @param number rises with each change; a term that began under another number ends, and the next
   *     one begins
   */
  public record Wish(boolean on, long number) implements Message {}

  private record Claimed(LeaseClaim.Result result) implements Message {}

  private record ClaimFailed(Throwable why) implements Message {}

  private record Again(long of) implements Message {}

  private record LeaseLost(long epoch, String why) implements Message {}

  private record Served() implements Message {}

  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final DiscordSide side;
  private final LeaseClaim.Claimant claimant;
  private final Consumer<Obstacle> obstacles;
  private Optional<ActorRef<LeaderTerm.Message>> term = Optional.empty();
  private Optional<DatabaseLease> held = Optional.empty();
  private Wish wish;
  private long begunUnder;
  private int terms;
  private boolean steered;
  private Optional<CompletableFuture<LeaseClaim.Result>> claiming = Optional.empty();
  private long epoch;
  private boolean served;
  private boolean stopping;

  private DiscordLeader(
      ActorContext<Message> context,
      DiscordSide side,
      LeaseClaim.Claimant claimant,
      Optional<DatabaseLease> first,
      Wish wish,
      Consumer<Obstacle> obstacles) {
    super(context);
    this.side = side;
    this.claimant = claimant;
    this.wish = wish;
    this.obstacles = obstacles;
    context.spawn(LeaderListener.create(side), "board");
    first.ifPresentOrElse(this::granted, this::claim);
  }

  /**
   * Creates the actor.
   *
   * @param first the lease, if it was taken before the start
   * @param wish what administrators want at the start
   * @param obstacles called on the actor's thread with each problem that a person has to solve
   */
  public static Behavior<Message> create(
      DiscordSide side,
      LeaseClaim.Claimant claimant,
      Optional<DatabaseLease> first,
      Wish wish,
      Consumer<Obstacle> obstacles) {
    return Behaviors.setup(
        context -> new DiscordLeader(context, side, claimant, first, wish, obstacles));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onAnyMessage(this::on)
        .onSignal(Terminated.class, this::termEnded)
        .build();
  }

  private Behavior<Message> on(Message message) {
    switch (message) {
      case Claimed(LeaseClaim.Result.Granted(DatabaseLease lease)) -> {
        claiming = Optional.empty();
        if (stopping) {
          lease.close();
        } else {
          getContext().getLog().info("This process is on duty (epoch {}).", lease.epoch());
          granted(lease);
        }
      }
      case Claimed(LeaseClaim.Result.HeldBy(DatabaseLease.Holder holder)) ->
          obstacles.accept(new Obstacle.HeldBy(holder));
      case Claimed(LeaseClaim.Result.HeldByFellow _) -> claim();
      case ClaimFailed(Throwable why) -> {
        if (!stopping) {
          obstacles.accept(new Obstacle.Unforeseen(why));
        }
      }
      case LeaseLost(long of, String why) -> {
        if (of == epoch) {
          held = Optional.empty();
          side.interrupted("the lease is lost: " + why);
          term.ifPresentOrElse(getContext()::stop, this::claimAgain);
        }
      }
      case Served _ -> served = true;
      case Again(long of) -> again(of);
      case Wish next -> wished(next);
      case Stop(ActorRef<Done> replyTo) -> stop(replyTo);
    }
    return this;
  }

  private void granted(DatabaseLease lease) {
    epoch = lease.epoch();
    held = Optional.of(lease);
    side.holds(lease);
    ActorRef<Message> self = getContext().getSelf();
    long present = epoch;
    lease.lost().thenAccept(why -> self.tell(new LeaseLost(present, why)));
    beginIfWished(lease);
  }

  private void beginIfWished(DatabaseLease lease) {
    if (wish.on()) {
      begin(lease);
    } else {
      getContext().getLog().info("The bot is stopped, as an administrator wants it.");
      side.rests();
    }
  }

  private void begin(DatabaseLease lease) {
    begunUnder = wish.number();
    steered = false;
    terms++;
    ActorRef<Message> self = getContext().getSelf();
    ActorRef<LeaderTerm.Message> begun =
        getContext()
            .spawn(
                LeaderTerm.create(
                    side,
                    lease,
                    new LeaderTerm.Reports(served, () -> self.tell(new Served()), obstacles)),
                "term-" + epoch + "-" + terms);
    getContext().watch(begun);
    term = Optional.of(begun);
  }

  private void wished(Wish next) {
    if (next.number() <= wish.number() || stopping) {
      return;
    }
    wish = next;
    // Who steers the bot reads its state; a problem on Discord no longer ends the process.
    served = true;
    if (term.isPresent()) {
      if (!wish.on() || wish.number() != begunUnder) {
        steered = true;
        term.get().tell(new LeaderTerm.Stop(getContext().getSystem().ignoreRef()));
      }
    } else {
      held.ifPresent(this::beginIfWished);
    }
  }

  /** The ended term neither sends nor receives any more, so the next one may begin. */
  private Behavior<Message> termEnded(Terminated ended) {
    term = Optional.empty();
    if (!stopping) {
      held.ifPresentOrElse(this::goOn, this::claimAgain);
    }
    return this;
  }

  /** A term that ended by itself, by an error of ours, is followed by another one after a pause. */
  private void goOn(DatabaseLease lease) {
    if (steered) {
      beginIfWished(lease);
    } else {
      getContext().getLog().warn("The duty ended by itself, and begins again in {}.", PAUSE);
      getContext().scheduleOnce(PAUSE, getContext().getSelf(), new Again(lease.epoch()));
    }
  }

  private void again(long of) {
    if (of == epoch && !stopping && term.isEmpty()) {
      held.ifPresent(this::beginIfWished);
    }
  }

  private void claimAgain() {
    if (!stopping && claiming.isEmpty()) {
      claim();
    }
  }

  private void claim() {
    CompletableFuture<LeaseClaim.Result> made = LeaseClaim.make(claimant);
    claiming = Optional.of(made);
    getContext()
        .pipeToSelf(
            made,
            (result, failure) -> failure == null ? new Claimed(result) : new ClaimFailed(failure));
  }

  private void stop(ActorRef<Done> replyTo) {
    stopping = true;
    claiming.ifPresent(made -> made.cancel(false));
    term.ifPresentOrElse(
        present -> present.tell(new LeaderTerm.Stop(replyTo)),
        () -> replyTo.tell(Done.getInstance()));
  }
}
