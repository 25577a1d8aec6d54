package dev.switchboard.discord;

import dev.switchboard.access.grant.Member;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.ticket.Bans;
import dev.switchboard.ticket.Contacts;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.model.Profile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.pattern.StatusReply;

/** Handles the requests of other nodes on the leader. */
final class RemoteRequests extends AbstractBehavior<RemoteRequests.Errand> {
  /** A request of another node. Serialized as CBOR. */
  sealed interface Errand extends ClusterMessage {}

  record TellProfile(long user, ActorRef<StatusReply<Profile>> replyTo) implements Errand {}

  record TellContact(long user, ActorRef<StatusReply<Contacts.Contact>> replyTo)
      implements Errand {}

  record Fill(long user, ActorRef<StatusReply<Inbox.Filled>> replyTo) implements Errand {}

  record ReadMessage(long channel, long message, ActorRef<StatusReply<Answer>> replyTo)
      implements Errand {}

  record FindStaff(long user, ActorRef<StatusReply<StaffPage>> replyTo) implements Errand {}

  record ListStaff(long after, int limit, ActorRef<StatusReply<StaffPage>> replyTo)
      implements Errand {}

  /** Members of the staff guild; of one user, the member or nobody. */
  record StaffPage(List<Member> members) implements ClusterMessage {
    /** So many fit into one message between nodes, with all roles that a guild may have. */
    static final int MOST = 200;
  }

  record ListBans(long after, int limit, ActorRef<StatusReply<BanPage>> replyTo)
      implements Errand {}

  /**
   * Bans of the community guild.
   *
   * @param refused why there are none; empty where they are listed
   */
  record BanPage(List<Bans.Ban> bans, Optional<BanRefusal> refused) implements ClusterMessage {
    /** So many fit into one message between nodes, with reasons of 512 characters. */
    static final int MOST = 100;

    static BanPage of(Bans.Answer answer) {
      return switch (answer) {
        case Bans.Answer.Listed(List<Bans.Ban> bans) -> new BanPage(bans, Optional.empty());
        case Bans.Answer.NotPermitted _ ->
            new BanPage(List.of(), Optional.of(BanRefusal.NOT_PERMITTED));
        case Bans.Answer.Unreachable _ ->
            new BanPage(List.of(), Optional.of(BanRefusal.UNREACHABLE));
      };
    }

    Bans.Answer answer() {
      return refused
          .<Bans.Answer>map(why ->
              switch (why) {
                case NOT_PERMITTED -> new Bans.Answer.NotPermitted();
                case UNREACHABLE -> new Bans.Answer.Unreachable();
              })
          .orElseGet(() -> new Bans.Answer.Listed(bans));
    }
  }

  enum BanRefusal {
    NOT_PERMITTED,
    UNREACHABLE
  }

  private record Over(long user) implements Errand {}

  private final LocalAccess localAccess;

  /** Gaps being filled, by user: a second request for a gap shares the first one's result. */
  private final Map<Long, CompletionStage<Inbox.Filled>> filling = new HashMap<>();

  private RemoteRequests(ActorContext<Errand> context, LocalAccess localAccess) {
    super(context);
    this.localAccess = localAccess;
  }

  static Behavior<Errand> create(LocalAccess localAccess) {
    return Behaviors.setup(context -> new RemoteRequests(context, localAccess));
  }

  @Override
  public Receive<Errand> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::on).build();
  }

  private Behavior<Errand> on(Errand errand) {
    switch (errand) {
      case TellProfile(long user, ActorRef<StatusReply<Profile>> replyTo) ->
          answer(localAccess.profile(user), replyTo);
      case TellContact(long user, ActorRef<StatusReply<Contacts.Contact>> replyTo) ->
          answer(localAccess.contact(user), replyTo);
      case Fill(long user, ActorRef<StatusReply<Inbox.Filled>> replyTo) ->
          answer(filling.computeIfAbsent(user, this::fill), replyTo);
      case ReadMessage(long channel, long message, ActorRef<StatusReply<Answer>> replyTo) ->
          answer(localAccess.message(channel, message), replyTo);
      case FindStaff(long user, ActorRef<StatusReply<StaffPage>> replyTo) ->
          answer(
              localAccess.member(user).thenApply(found -> new StaffPage(found.stream().toList())),
              replyTo);
      case ListStaff(long after, int limit, ActorRef<StatusReply<StaffPage>> replyTo) ->
          answer(localAccess.members(after, limit).thenApply(StaffPage::new), replyTo);
      case ListBans(long after, int limit, ActorRef<StatusReply<BanPage>> replyTo) ->
          answer(localAccess.bans(after, limit).thenApply(BanPage::of), replyTo);
      case Over(long user) -> filling.remove(user);
    }
    return this;
  }

  private static <T> void answer(CompletionStage<T> stage, ActorRef<StatusReply<T>> replyTo) {
    stage.whenComplete((value, failure) ->
        replyTo.tell(
            failure == null ? StatusReply.success(value) : StatusReply.error(failure.toString())));
  }

  private CompletionStage<Inbox.Filled> fill(long user) {
    CompletionStage<Inbox.Filled> stage = localAccess.fill(user);
    getContext().pipeToSelf(stage, (_, _) -> new Over(user));
    return stage;
  }
}
