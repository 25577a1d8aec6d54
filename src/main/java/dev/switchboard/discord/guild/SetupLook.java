package dev.switchboard.discord.guild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.DiscordRest;
import dev.switchboard.discord.api.DiscordSettings.Access;
import dev.switchboard.discord.api.Permission;
import dev.switchboard.discord.api.Refusals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * What a bot whose place is not chosen yet can see on Discord: itself, its guilds, and what stands
 * in one of them. Each method opens a client of its own, so that a new token can be tried.
 */
public final class SetupLook {
  /** Discord's largest page of a bot's guilds. A bot in more guilds is shown the first ones. */
  private static final int GUILDS = 200;

  private static final int OVERWRITE_OF_ROLE = 0;
  private static final int OVERWRITE_OF_MEMBER = 1;

  /** A thing of Discord that a person may choose. */
  public record Named(long id, String name) {}

  /**
   * The bot of a token.
   *
   * @param application the application's id, for invitations
   */
  public record Bot(long id, String name, long application, List<Named> guilds) {}

  /**
   * What stands in a guild.
   *
   * @param channels its text channels
   * @param roles without @everyone and the roles of bots
   */
  public record Place(List<Named> categories, List<Named> channels, List<Named> roles) {}

  /** The result of a look. */
  public sealed interface Looked<T> {
    /** Discord answered. */
    record Found<T>(T found) implements Looked<T> {}

    /** Something is wrong, in words for the person who can correct it; at least one. */
    record Wrong<T>(List<String> words) implements Looked<T> {}
  }

  private SetupLook() {}

  /** Looks for the bot of the token, its intents and its guilds. */
  public static CompletionStage<Looked<Bot>> bot(Access access) {
    if (!Access.isBotToken(access.token()) || !access.token().matches("[\\x21-\\x7e]+")) {
      return wrong(
          "This is no bot token: it has three parts divided by dots. Copy it again from the page"
              + " Bot of the developer portal.");
    }
    return by(
        access,
        rest ->
            rest.exchange(Call.get("/users/@me"))
                .thenCompose(me ->
                    me instanceof Answer.Ok(_, JsonNode body, _) ? bot(rest, body) : refused(me)));
  }

  private static CompletionStage<Looked<Bot>> bot(DiscordRest rest, JsonNode me) {
    return rest.exchange(Call.get("/applications/@me"))
        .thenCombine(
            rest.exchange(Call.get("/users/@me/guilds").withQuery("limit", GUILDS)),
            (application, guilds) -> {
              List<StartupChecks.Misfit> misfits = new ArrayList<>();
              StartupChecks.intents(application, misfits);
              if (!misfits.isEmpty()) {
                return new Looked.Wrong<>(
                    misfits.stream()
                        .map(one -> "This is " + one.found() + ": " + one.expected() + ".")
                        .toList());
              }
              if (!(guilds instanceof Answer.Ok(_, JsonNode list, _))) {
                return new Looked.Wrong<>(List.of(said(guilds)));
              }
              long id = me.path("id").asLong();
              long ofApplication =
                  application instanceof Answer.Ok(_, JsonNode body, _)
                      ? body.path("id").asLong(id)
                      : id;
              return new Looked.Found<>(
                  new Bot(
                      id, me.path("username").asText(""), ofApplication, named(list, _ -> true)));
            });
  }

  /** Looks for the categories, channels and roles of a guild that the bot is in. */
  public static CompletionStage<Looked<Place>> place(Access access, long guild) {
    return by(
        access,
        rest ->
            rest.exchange(Call.get("/guilds/{guild}/channels", guild))
                .thenCombine(
                    rest.exchange(Call.get("/guilds/{guild}/roles", guild)),
                    (channels, roles) -> {
                      if (channels instanceof Answer.Ok(_, JsonNode all, _)
                          && roles instanceof Answer.Ok(_, JsonNode ofGuild, _)) {
                        return new Looked.Found<>(
                            new Place(
                                named(all, one -> type(one) == GuildDirectory.CATEGORY),
                                named(all, one -> type(one) == GuildDirectory.TEXT),
                                named(ofGuild, role -> isOfPeople(role, guild))));
                      }
                      return new Looked.Wrong<>(
                          List.of(said(channels instanceof Answer.Ok ? roles : channels)));
                    }));
  }

  /**
   * Makes a category that only the bot, the roles and administrators can see.
   *
   * @return its id
   */
  public static CompletionStage<Looked<Long>> makeCategory(
      Access access, long guild, long bot, String name, List<Long> roles) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("name", name).put("type", GuildDirectory.CATEGORY);
    overwrite(body, guild, OVERWRITE_OF_ROLE, 0, Permission.VIEW_CHANNEL.bit());
    long needed = Permission.NEEDED.stream().mapToLong(Permission::bit).reduce(0, (a, b) -> a | b);
    overwrite(body, bot, OVERWRITE_OF_MEMBER, needed, 0);
    for (long role : roles) {
      overwrite(body, role, OVERWRITE_OF_ROLE, Permission.VIEW_CHANNEL.bit(), 0);
    }
    return by(
        access,
        rest ->
            rest.exchange(Call.post("/guilds/{guild}/channels", guild).withBody(body))
                .thenApply(answer ->
                    answer instanceof Answer.Ok(_, JsonNode made, _)
                        ? new Looked.Found<>(made.path("id").asLong())
                        : new Looked.Wrong<>(
                            List.of(
                                "The category could not be made. "
                                    + said(answer)
                                    + " Give the bot the permission Manage Channels, or choose a"
                                    + " category that is there."))));
  }

  private static void overwrite(ObjectNode body, long id, int type, long allow, long deny) {
    body.withArray("permission_overwrites")
        .addObject()
        .put("id", Long.toString(id))
        .put("type", type)
        .put("allow", Long.toString(allow))
        .put("deny", Long.toString(deny));
  }

  private static <T> CompletionStage<Looked<T>> by(
      Access access, Function<DiscordRest, CompletionStage<Looked<T>>> look) {
    DiscordRest rest = new DiscordRest(access);
    return look.apply(rest).whenComplete((_, _) -> rest.close());
  }

  private static <T> CompletionStage<Looked<T>> wrong(String words) {
    return CompletableFuture.completedStage(new Looked.Wrong<>(List.of(words)));
  }

  private static <T> CompletionStage<Looked<T>> refused(Answer answer) {
    return wrong(
        Refusals.unauthorized(answer)
            ? "Discord refuses this token. Copy it again from the page Bot of the developer portal;"
                + " a token that was reset no longer counts."
            : said(answer));
  }

  private static String said(Answer answer) {
    return switch (answer) {
      case Answer.Ok _ -> "Discord's answer was not understood.";
      case Answer.Refused refused -> "Discord answered \"" + refused.message() + "\".";
      case Answer.Limited _ -> "Discord says that the bot asks too often. Try again in a minute.";
      case Answer.Failed failed ->
          "Discord does not work at the moment (" + failed.detail() + "). Try again.";
      case Answer.Unreachable unreachable ->
          "Discord cannot be reached from here (" + unreachable.detail() + ").";
    };
  }

  private static int type(JsonNode channel) {
    return channel.path("type").asInt(-1);
  }

  private static boolean isOfPeople(JsonNode role, long guild) {
    return role.path("id").asLong() != guild && !role.path("managed").asBoolean(false);
  }

  private static List<Named> named(JsonNode list, Function<JsonNode, Boolean> wanted) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(wanted::apply)
        .map(one -> new Named(one.path("id").asLong(), one.path("name").asText("")))
        .sorted(Comparator.comparing(Named::name, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }
}
