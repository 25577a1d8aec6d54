package dev.switchboard.discord;

import dev.switchboard.storage.DatabaseLease;
import dev.switchboard.storage.LeaseClaim;
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
 * Speaks to Discord for as long as this process holds the database's lease: one {@link LeaderTerm}
 * for each time that it is held. A lost lease ends the term at once; when it can be had again, the
 * next one goes on where the last one stopped. While another node of the cluster holds it, this one
 * stands by. There is one duty on each node.
 */
public final class DiscordLeader extends AbstractBehavior<DiscordLeader.Message> {
  /** What it is told from outside. */
  public sealed interface Message {}

  /** Take nothing new in, finish what is under way, and answer; the lease stays. */
  public record Stop(ActorRef<Done> replyTo) implements Message {}

  private record Claimed(LeaseClaim.Result result) implements Message {}

  private record ClaimFailed(Throwable why) implements Message {}

  private record LeaseLost(long epoch, String why) implements Message {}

  private record Served() implements Message {}

  private final DiscordSide side;
  private final LeaseClaim.Claimant claimant;
  private final Consumer<Obstacle> obstacles;
  private Optional<ActorRef<LeaderTerm.Message>> term = Optional.empty();
  private Optional<CompletableFuture<LeaseClaim.Result>> claiming = Optional.empty();
  private long epoch;
  private boolean served;
  private boolean stopping;

  private DiscordLeader(
      ActorContext<Message> context,
      DiscordSide side,
      LeaseClaim.Claimant claimant,
      Optional<DatabaseLease> first,
      Consumer<Obstacle> obstacles) {
    super(context);
    this.side = side;
    this.claimant = claimant;
    this.obstacles = obstacles;
    context.spawn(LeaderListener.create(side), "board");
    first.ifPresentOrElse(this::begin, this::claim);
  }

  /**
   * The behaviour.
   *
   * @param first the lease, where it is held since before the start
   * @param obstacles told of what a person has to mend; from the actor's thread
   */
  public static Behavior<Message> create(
      DiscordSide side,
      LeaseClaim.Claimant claimant,
      Optional<DatabaseLease> first,
      Consumer<Obstacle> obstacles) {
    return Behaviors.setup(context -> new DiscordLeader(context, side, claimant, first, obstacles));
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
          begin(lease);
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
          side.interrupted("the lease is lost: " + why);
          term.ifPresent(getContext()::stop);
        }
      }
      case Served _ -> served = true;
      case Stop(ActorRef<Done> replyTo) -> stop(replyTo);
    }
    return this;
  }

  private void begin(DatabaseLease lease) {
    epoch = lease.epoch();
    side.holds(lease);
    ActorRef<Message> self = getContext().getSelf();
    ActorRef<LeaderTerm.Message> begun =
        getContext()
            .spawn(
                LeaderTerm.create(
                    side,
                    lease,
                    new LeaderTerm.Reports(served, () -> self.tell(new Served()), obstacles)),
                "term-" + epoch);
    getContext().watch(begun);
    term = Optional.of(begun);
    long present = epoch;
    lease.lost().thenAccept(why -> self.tell(new LeaseLost(present, why)));
  }

  /** Nothing of it sends or receives any more: the next may begin. */
  private Behavior<Message> termEnded(Terminated ended) {
    term = Optional.empty();
    if (!stopping) {
      claim();
    }
    return this;
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
