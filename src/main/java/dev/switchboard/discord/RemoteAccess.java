package dev.switchboard.discord;

import dev.switchboard.access.grant.Member;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.dispatch.ActorDispatch;
import dev.switchboard.ticket.Bans;
import dev.switchboard.ticket.Contacts;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.model.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.pattern.StatusReply;

/** Requests to the {@link LocalAccess} of the leader's node. Callers repeat a lost request. */
record RemoteAccess(LeaderHeartbeat notice, Scheduler scheduler) implements DiscordAccess {
  /** Longer than the wait of a page of history, or of a message, for its turn on the leader. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @Override
  public Dispatch dispatch() {
    return new ActorDispatch(notice.dispatcher(), notice::memory);
  }

  @Override
  public CompletionStage<Profile> profile(long user) {
    return this.<Profile>ask(replyTo -> new RemoteRequests.TellProfile(user, replyTo))
        .exceptionally(_ -> new Profile.Unknown());
  }

  @Override
  public CompletionStage<Contacts.Contact> contact(long user) {
    return this.<Contacts.Contact>ask(replyTo -> new RemoteRequests.TellContact(user, replyTo))
        .exceptionally(_ -> new Contacts.Contact.Unknown());
  }

  @Override
  public CompletionStage<Inbox.Filled> fill(long user) {
    return ask(replyTo -> new RemoteRequests.Fill(user, replyTo));
  }

  @Override
  public CompletionStage<Bans.Answer> bans(long after, int limit) {
    return bans(after, limit, new ArrayList<>());
  }

  private CompletionStage<Bans.Answer> bans(long after, int limit, List<Bans.Ban> before) {
    int most = Math.min(limit, RemoteRequests.BanPage.MOST);
    return this.<RemoteRequests.BanPage>ask(
            replyTo -> new RemoteRequests.ListBans(after, most, replyTo))
        .thenCompose(page -> {
          if (!(page.answer() instanceof Bans.Answer.Listed listed)) {
            return CompletableFuture.completedStage(page.answer());
          }
          before.addAll(listed.bans());
          return listed.bans().size() < most || limit == most
              ? CompletableFuture.completedStage(new Bans.Answer.Listed(before))
              : bans(listed.bans().getLast().user(), limit - most, before);
        })
        .exceptionally(_ -> new Bans.Answer.Unreachable());
  }

  @Override
  public CompletionStage<Answer> message(long channel, long message) {
    return ask(replyTo -> new RemoteRequests.ReadMessage(channel, message, replyTo));
  }

  @Override
  public CompletionStage<Optional<Member>> member(long user) {
    return this.<RemoteRequests.StaffPage>ask(
            replyTo -> new RemoteRequests.FindStaff(user, replyTo))
        .thenApply(page -> page.members().stream().findFirst());
  }

  @Override
  public CompletionStage<List<Member>> members(long after, int limit) {
    return members(after, limit, new ArrayList<>());
  }

  private CompletionStage<List<Member>> members(long after, int limit, List<Member> before) {
    int most = Math.min(limit, RemoteRequests.StaffPage.MOST);
    return this.<RemoteRequests.StaffPage>ask(
            replyTo -> new RemoteRequests.ListStaff(after, most, replyTo))
        .thenCompose(page -> {
          before.addAll(page.members());
          return page.members().size() < most || limit == most
              ? CompletableFuture.completedStage(before)
              : members(page.members().getLast().id(), limit - most, before);
        });
  }

  private <T> CompletionStage<T> ask(
      Function<ActorRef<StatusReply<T>>, RemoteRequests.Errand> errand) {
    return AskPattern.askWithStatus(notice.errands(), errand::apply, PATIENCE, scheduler);
  }
}
