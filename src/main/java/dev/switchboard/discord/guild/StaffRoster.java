package dev.switchboard.discord.guild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.access.grant.Member;
import dev.switchboard.access.grant.StaffRoles;
import dev.switchboard.access.grant.StaffUnknown;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.PacedRest;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.api.Permission;
import dev.switchboard.discord.gateway.FrameListener;
import dev.switchboard.storage.Database;
import dev.switchboard.timing.Backoff;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jdbi.v3.core.Handle;

/**
 * The members of the staff guild on the node that speaks to Discord: asks Discord for those whom
 * nobody asked for before, and keeps their rows true by the gateway's events, in Discord's order.
 * Thread-safe.
 */
public final class StaffRoster implements FrameListener {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Comparator<GuildDirectory.Role> HIGHEST_FIRST =
      Comparator.comparingInt(GuildDirectory.Role::position)
          .reversed()
          .thenComparingLong(GuildDirectory.Role::id);

  private final Means means;
  private final ActorRef<RosterKeeping.Message> keeping;

  /**
   * What it works with.
   *
   * @param fence throws where this node may not write any more
   * @param directory is shown each frame before this is
   * @param guild Discord's id of the staff guild
   * @param pauses between attempts that fail
   */
  public record Means(
      Database database,
      Consumer<Handle> fence,
      PacedRest rest,
      GuildDirectory directory,
      long guild,
      Backoff pauses) {
    public static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    /** What the directory knows of the guild now; empty before it was told of it. */
    Optional<StaffRoles> roles() {
      List<GuildDirectory.Role> roles = directory.roles(guild);
      OptionalLong owner = directory.owner(guild);
      return roles.isEmpty() || owner.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new StaffRoles(
                  guild,
                  owner.getAsLong(),
                  roles.stream()
                      .sorted(HIGHEST_FIRST)
                      .map(role ->
                          new StaffRoles.Role(
                              role.id(),
                              role.name(),
                              role.color(),
                              role.position(),
                              Permission.ADMINISTRATOR.in(role.permissions())))
                      .toList()));
    }
  }

  private StaffRoster(Means means, ActorRef<RosterKeeping.Message> keeping) {
    this.means = means;
    this.keeping = keeping;
  }

  /** Starts it as a child of an actor, with which it ends. */
  public static StaffRoster start(ActorContext<?> context, Means means) {
    return new StaffRoster(means, context.spawn(RosterKeeping.create(means), "staff-roster"));
  }

  /**
   * Has what is known of the guild and its members compared with what Discord says now; what is
   * known counts until then. For the start, since events may have been lost with another process.
   */
  public void begin() {
    keeping.tell(RosterKeeping.Ask.EVERYBODY);
    keeping.tell(RosterKeeping.Ask.GUILD);
  }

  /** The directory was told something of the guild. */
  public void lookAtGuild() {
    keeping.tell(RosterKeeping.Ask.GUILD);
  }

  /**
   * A user of whom there is no row; from then on there is one. Fails with {@link StaffUnknown}
   * where Discord does not answer.
   */
  public CompletionStage<Optional<Member>> member(long user) {
    CompletableFuture<Optional<Member>> answer = new CompletableFuture<>();
    keeping.tell(new RosterKeeping.Find(user, answer));
    return answer.orTimeout(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** As {@link dev.switchboard.access.grant.StaffMembership#members}. */
  public CompletionStage<List<Member>> members(long after, int limit) {
    Call call =
        Call.get("/guilds/{guild}/members", means.guild())
            .withQuery("limit", limit)
            .withQuery("after", after);
    return means
        .rest()
        .exchange(call, PATIENCE)
        .thenApply(answer -> {
          if (answer instanceof Answer.Ok ok && ok.body().isArray()) {
            return ok.body().valueStream().flatMap(one -> StaffMember.read(one).stream()).toList();
          }
          throw new StaffUnknown("Discord did not list the members of the staff guild");
        });
  }

  @Override
  public void seen(String type, JsonNode data) {
    switch (type) {
      case "GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE" -> changed(data);
      case "GUILD_MEMBER_REMOVE" -> removed(data);
      case "READY" -> keeping.tell(RosterKeeping.Ask.EVERYBODY);
      case "GUILD_CREATE" -> {
        // Also after an outage of the guild, in which nothing was told of it.
        if (isOurs(data, "id") && !data.path("unavailable").asBoolean(false)) {
          begin();
        }
      }
      case "GUILD_UPDATE" -> lookIf(isOurs(data, "id"));
      case "GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE" ->
          lookIf(isOurs(data, "guild_id"));
      default -> {
        // Other frames say nothing about members and roles.
      }
    }
  }

  private void lookIf(boolean ours) {
    if (ours) {
      lookAtGuild();
    }
  }

  private boolean isOurs(JsonNode data, String field) {
    return Payload.id(data.path(field)) == means.guild();
  }

  private void changed(JsonNode data) {
    long user = Payload.id(data.path("user").path("id"));
    if (user != 0 && isOurs(data, "guild_id")) {
      keeping.tell(
          StaffMember.read(data)
              .<RosterKeeping.Message>map(
                  member -> new RosterKeeping.Told(user, Optional.of(member)))
              .orElseGet(() -> new RosterKeeping.Doubt(user)));
    }
  }

  private void removed(JsonNode data) {
    long user = Payload.id(data.path("user").path("id"));
    if (user != 0 && isOurs(data, "guild_id")) {
      keeping.tell(new RosterKeeping.Told(user, Optional.empty()));
    }
  }
}
