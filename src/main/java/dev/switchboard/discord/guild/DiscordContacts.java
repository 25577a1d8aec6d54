package dev.switchboard.discord.guild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.PacedRest;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.message.MessageReader;
import dev.switchboard.ticket.Contacts;
import dev.switchboard.ticket.model.Member;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Looks up how to write to members of the community guild, with two calls each. Discord gives the
 * same DM channel each time. Thread-safe.
 */
public final class DiscordContacts implements Contacts {
  /** Somebody waits for the answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final PacedRest rest;
  private final long community;

  public DiscordContacts(PacedRest rest, long community) {
    this.rest = rest;
    this.community = community;
  }

  @Override
  public CompletionStage<Contact> contact(long user) {
    return rest.exchange(Call.get("/guilds/{guild}/members/{user}", community, user), PATIENCE)
        .thenCompose(answer -> member(user, answer))
        .toCompletableFuture()
        .completeOnTimeout(new Contact.Unknown(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(_ -> new Contact.Unknown());
  }

  private CompletionStage<Contact> member(long user, Answer answer) {
    return switch (answer) {
      case Answer.Ok(_, JsonNode body, _) when Payload.id(body.path("user").path("id")) == user ->
          body.path("user").path("bot").asBoolean(false)
              ? CompletableFuture.completedStage(new Contact.NotThere())
              : channel(MessageReader.member(body.path("user")));
      case Answer.Refused refused when DiscordMembers.isNobody(refused) ->
          CompletableFuture.completedStage(new Contact.NotThere());
      case Answer.Ok _, Answer.Refused _, Answer.Limited _, Answer.Failed _, Answer.Unreachable _ ->
          CompletableFuture.completedStage(new Contact.Unknown());
    };
  }

  private CompletionStage<Contact> channel(Member member) {
    Call call =
        Call.post("/users/@me/channels")
            .withBody(
                JsonNodeFactory.instance
                    .objectNode()
                    .put("recipient_id", Long.toString(member.id())));
    return rest.exchange(call, PATIENCE).thenApply(answer -> reachable(member, answer));
  }

  private static Contact reachable(Member member, Answer answer) {
    long channel = answer instanceof Answer.Ok ok ? Payload.id(ok.body().path("id")) : 0;
    return channel == 0 ? new Contact.Unknown() : new Contact.Reachable(member, channel);
  }
}
