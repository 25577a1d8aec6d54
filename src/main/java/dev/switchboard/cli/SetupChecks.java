package dev.switchboard.cli;

import dev.switchboard.access.login.DiscordOAuth;
import dev.switchboard.access.login.IdentityProvider.Failure;
import dev.switchboard.access.login.IdentityProvider.SignInFailed;
import dev.switchboard.access.login.PanelSettings;
import dev.switchboard.config.ConfigurationRefused;
import dev.switchboard.config.Settings;
import dev.switchboard.config.SettingsReader;
import dev.switchboard.config.Unconfigured;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.guild.DiscordCheckup;
import dev.switchboard.discord.guild.SetupLook;
import dev.switchboard.discord.guild.SetupLook.Looked;
import dev.switchboard.discord.guild.StartupChecks;
import dev.switchboard.http.setup.SetupWork;
import dev.switchboard.storage.Database;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.timing.Awaited;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Checks the answers of the setup page by the reader of the configuration, by the checks of the
 * start, at Discord and at the database.
 */
final class SetupChecks implements SetupWork {
  private static final String PREFIX = "switchboard.";
  private static final String TOKEN = "discord.token";

  /** What is known when the guilds are chosen; the rest is asked for afterwards. */
  private static final Set<String> ABOUT_GUILDS =
      Set.of(TOKEN, "community-guild", "staff-guild", "http.public-url");

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Discord's name for a code that nobody has; only the client is of interest. */
  private static final String NO_CODE = "setup";

  private static final String VERIFIER = "s".repeat(43);

  private final Unconfigured none;

  SetupChecks(Unconfigured none) {
    this.none = none;
  }

  @Override
  public boolean isTold(String key) {
    return none.isTold(key);
  }

  @Override
  public String ownAddress() {
    String told = none.text("http.public-url");
    return told.isEmpty()
        ? "http://127.0.0.1:" + none.text("http.port")
        : told.replaceFirst("/+$", "");
  }

  @Override
  public String file() {
    return none.file().toString();
  }

  // ---- Discord

  private DiscordSettings.Access access(String token) {
    return new DiscordSettings.Access(
        token, URI.create(none.text("discord.api-url").replaceFirst("/+$", "")));
  }

  @Override
  public CompletionStage<Step<Bot>> bot(String token) {
    return SetupLook.bot(access(token))
        .thenApply(looked ->
            step(
                looked,
                TOKEN,
                bot ->
                    new Bot(
                        String.valueOf(bot.id()),
                        bot.name(),
                        invitation(bot.application()),
                        named(bot.guilds()))));
  }

  private static String invitation(long application) {
    return "https://discord.com/oauth2/authorize?client_id=%d&scope=bot+applications.commands&permissions=257104"
        .formatted(application);
  }

  @Override
  public CompletionStage<Step<Place>> place(Map<String, String> values) {
    List<Wrong> wrongs =
        read(values).wrongs().stream().filter(wrong -> ABOUT_GUILDS.contains(wrong.key())).toList();
    if (!wrongs.isEmpty()) {
      return CompletableFuture.completedStage(Step.wrong(wrongs));
    }
    return SetupLook.place(access(text(values, TOKEN)), number(values, "staff-guild"))
        .thenApply(looked ->
            step(
                looked,
                "staff-guild",
                place ->
                    new Place(
                        named(place.categories()), named(place.channels()), named(place.roles()))));
  }

  @Override
  public CompletionStage<Step<Named>> makeCategory(Bot bot, Map<String, String> values) {
    List<Long> roles =
        text(values, "staff-roles").isEmpty()
            ? List.of()
            : List.of(text(values, "staff-roles").split(",", -1)).stream()
                .map(Long::valueOf)
                .toList();
    String name = "Tickets";
    return SetupLook.makeCategory(
            access(text(values, TOKEN)),
            number(values, "staff-guild"),
            Long.parseLong(bot.id()),
            name,
            roles)
        .thenApply(
            looked -> step(looked, "inbox-category", id -> new Named(String.valueOf(id), name)));
  }

  private static List<Named> named(List<SetupLook.Named> all) {
    return all.stream().map(one -> new Named(String.valueOf(one.id()), one.name())).toList();
  }

  private static <A, B> Step<B> step(Looked<A> looked, String key, Function<A, B> shown) {
    return switch (looked) {
      case Looked.Found<A>(A found) -> Step.done(shown.apply(found));
      case Looked.Wrong<A>(List<String> words) ->
          Step.wrong(words.stream().map(text -> new Wrong(key, text)).toList());
    };
  }

  // ---- all together

  @Override
  public CompletionStage<Step<String>> check(Map<String, String> values) {
    Step<Settings> read = read(values);
    return read.result()
        .map(settings ->
            CompletableFuture.supplyAsync(
                () -> {
                  List<Wrong> wrongs = new ArrayList<>();
                  settings.panel().client().ifPresent(client -> client(client, wrongs));
                  settings.database().ifPresent(database -> database(database, wrongs));
                  return wrongs.isEmpty() ? Step.done("") : Step.<String>wrong(wrongs);
                },
                task -> Thread.ofVirtual().start(task)))
        .orElseGet(() -> CompletableFuture.completedFuture(Step.wrong(read.wrongs())));
  }

  @Override
  public CompletionStage<Step<String>> finish(Map<String, String> values) {
    Step<Settings> read = read(values);
    if (read.result().isEmpty()) {
      return CompletableFuture.completedStage(Step.wrong(read.wrongs()));
    }
    return DiscordCheckup.look(read.result().get().discord(), Optional.empty())
        .thenCombine(
            check(values),
            (found, checked) -> {
              List<Wrong> wrongs = new ArrayList<>(misfits(found.checks()));
              wrongs.addAll(checked.wrongs());
              return wrongs.isEmpty() ? write(values) : Step.wrong(wrongs);
            });
  }

  private Step<String> write(Map<String, String> values) {
    try {
      none.write(values);
      return Step.done(none.file().toString());
    } catch (FileAlreadyExistsException somebodyElse) {
      return Step.wrong(
          List.of(
              new Wrong(
                  "",
                  none.file()
                      + " is there by now; it is not overwritten. Start Switchboard again to use"
                      + " it.")));
    } catch (IOException failed) {
      return Step.wrong(
          List.of(new Wrong("", none.file() + " could not be written: " + failed + ".")));
    }
  }

  private static List<Wrong> misfits(StartupChecks.Result result) {
    return switch (result) {
      case StartupChecks.Result.Ready _ -> List.of();
      case StartupChecks.Result.Wrong(List<StartupChecks.Misfit> misfits) -> wrongs(misfits);
      case StartupChecks.Result.Exposed(_, List<StartupChecks.Misfit> misfits) -> wrongs(misfits);
      case StartupChecks.Result.OutOfReach(String why) ->
          List.of(new Wrong("", "Discord cannot be reached at the moment (" + why + ")."));
    };
  }

  private static List<Wrong> wrongs(List<StartupChecks.Misfit> misfits) {
    return misfits.stream()
        .map(one -> new Wrong(withoutPrefix(one.key()), said(one.found(), one.expected())))
        .toList();
  }

  /** The settings as the next start would read them. */
  private Step<Settings> read(Map<String, String> values) {
    try {
      return Step.done(SettingsReader.read(none.with(values)));
    } catch (ConfigurationRefused refused) {
      return Step.wrong(
          refused.findings().stream()
              .map(finding ->
                  new Wrong(
                      withoutPrefix(finding.subject().replaceFirst(" \\(.*", "")),
                      said(finding.found(), finding.expected())))
              .toList());
    }
  }

  private static String said(String found, String expected) {
    return "Found " + found.replace(" (the command line)", "") + "; expected " + expected + ".";
  }

  private static String withoutPrefix(String key) {
    return key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
  }

  /** Discord looks at the client before it looks at the code. */
  private void client(PanelSettings.Client client, List<Wrong> wrongs) {
    try {
      Awaited.value(
          new DiscordOAuth(client, access("").apiUrl(), Runnable::run, PATIENCE)
              .identity(NO_CODE, VERIFIER),
          PATIENCE.multipliedBy(2));
    } catch (CompletionException failed) {
      if (!(failed.getCause() instanceof SignInFailed signIn)) {
        throw failed;
      }
      if (signIn.failure() == Failure.CLIENT) {
        wrongs.add(
            new Wrong(
                "panel.client-secret",
                "Discord does not know this client id with this secret. Copy both again from the"
                    + " page OAuth2 of the developer portal."));
      } else if (signIn.failure() == Failure.UNREACHABLE) {
        wrongs.add(
            new Wrong(
                "panel.client-id", "Discord could not be asked: " + signIn.getMessage() + "."));
      }
    }
  }

  private static void database(DatabaseSettings database, List<Wrong> wrongs) {
    try (Connection connection = database.unpooled("setup").getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select has_schema_privilege(current_schema(), 'create') is true")) {
      int version = connection.getMetaData().getDatabaseMajorVersion();
      if (version < Database.OLDEST_MAJOR_VERSION) {
        wrongs.add(
            new Wrong(
                "database.url",
                "This is PostgreSQL %d; %d or newer is needed."
                    .formatted(version, Database.OLDEST_MAJOR_VERSION)));
      }
      if (!rows.next() || !rows.getBoolean(1)) {
        wrongs.add(
            new Wrong("database.user", "This user may not make tables there: make it the owner."));
      }
    } catch (SQLException refused) {
      wrongs.add(
          new Wrong("database.url", "The database cannot be used: " + refused.getMessage() + "."));
    }
  }

  private static String text(Map<String, String> values, String key) {
    return values.getOrDefault(key, "");
  }

  /** An id that was checked before. */
  private static long number(Map<String, String> values, String key) {
    return Long.parseLong(text(values, key));
  }
}
