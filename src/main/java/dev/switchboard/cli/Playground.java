package dev.switchboard.cli;

import dev.switchboard.config.Configuration;
import dev.switchboard.config.DataDirectory;
import dev.switchboard.config.Environment;
import dev.switchboard.config.Settings;
import dev.switchboard.config.SettingsReader;
import dev.switchboard.node.CommandFailed;
import dev.switchboard.node.Switchboard;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.act.ReadyMadeWorld;
import dev.switchboard.storage.Directories;
import dev.switchboard.storage.postgres.DirectoryLock;
import dev.switchboard.storage.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import reactor.netty.ChannelBindException;

/**
 * A sandbox and a Switchboard connected to it, in one process, with their own folder and database.
 * The only class that uses the sandbox; {@code run} never loads it.
 */
public final class Playground {
  private final Options options;
  private final Function<Map<String, String>, Configuration> configuration;
  private final PrintWriter out;
  private final Path root;

  /**
   * The options of the command line.
   *
   * @param port the port of the sandbox; 0 for any free port
   * @param fresh whether to delete the data of earlier starts
   * @param discordOnly whether to leave Switchboard out
   */
  record Options(int port, boolean fresh, boolean discordOnly) {}

  private Playground(
      Options options,
      Function<Map<String, String>, Configuration> configuration,
      PrintWriter out) {
    this.options = options;
    this.configuration = configuration;
    this.out = out;
    this.root =
        SettingsReader.readStorage(configuration.apply(ownDatabase()))
            .data()
            .root()
            .resolve("sandbox");
  }

  /**
   * Opens the playground and returns when it ends by itself.
   *
   * @param configuration loads the configuration with some fixed values
   */
  static int open(
      Options options, Function<Map<String, String>, Configuration> configuration, PrintWriter out)
      throws Exception {
    return new Playground(options, configuration, out).open();
  }

  private int open() throws Exception {
    // Held until the process ends, so that a second sandbox does not delete the folder of the
    // first.
    DirectoryLock.take(root);
    if (options.fresh()) {
      forgetTickets();
    }
    Sandbox discord = startDiscord();
    if (options.discordOnly()) {
      tellOthers(discord);
      return Serving.untilStopped(new CompletableFuture<>(), discord::close);
    }
    Settings settings = SettingsReader.read(configuration.apply(pointingAt(discord)));
    Switchboard switchboard = Switchboard.start(settings);
    tellPlayers(discord, settings);
    return Serving.untilStopped(
        switchboard.ended(),
        () -> {
          switchboard.close();
          discord.close();
        });
  }

  private Sandbox startDiscord() {
    SandboxSettings settings =
        new SandboxSettings(
            options.port(),
            Optional.of(root.resolve("discord")),
            options.fresh(),
            true,
            SandboxSettings.Timings.discord());
    try {
      return Sandbox.start(settings);
    } catch (ChannelBindException taken) {
      throw new CommandFailed(
          "--port %d: somebody else listens there; choose another port, or 0 for any free one"
              .formatted(options.port()));
    }
  }

  private Path product() {
    return root.resolve("switchboard");
  }

  private static Map<String, String> ownDatabase() {
    return Map.of(
        "switchboard.database.url", "",
        "switchboard.database.user", "",
        "switchboard.database.password", "");
  }

  private Map<String, String> pointingAt(Sandbox discord) {
    Map<String, String> fixed = new HashMap<>(ownDatabase());
    fixed.put("switchboard.data-dir", product().toString());
    fixed.putAll(keysOf(discord));
    Configuration told = configuration.apply(Map.of());
    String url = told.text("switchboard.http.public-url");
    if (url.isEmpty()) {
      url = "http://127.0.0.1:" + told.text("switchboard.http.port");
      fixed.put("switchboard.http.public-url", url);
    }
    fixed.put("switchboard.panel.enabled", "true");
    fixed.put("switchboard.panel.client-id", String.valueOf(discord.world().bot()));
    fixed.put("switchboard.panel.client-secret", discord.clientSecret());
    fixed.put("switchboard.panel.redirect-url", url + "/api/auth/callback");
    return fixed;
  }

  public static Map<String, String> keysOf(Sandbox discord) {
    ReadyMadeWorld world = discord.world();
    // A player may have deleted the channel.
    boolean logs =
        discord.client().channels(world.staff().guild()).stream()
            .anyMatch(channel -> channel.path("id").asLong() == world.staff().logChannel());
    return Map.of(
        "switchboard.discord.token", discord.botToken(),
        "switchboard.discord.api-url", discord.apiUrl(),
        "switchboard.community-guild", String.valueOf(world.communityGuild()),
        "switchboard.staff-guild", String.valueOf(world.staff().guild()),
        "switchboard.inbox-category", String.valueOf(world.staff().inboxCategory()),
        "switchboard.staff-roles", String.valueOf(world.staff().role()),
        "switchboard.log-channel", logs ? String.valueOf(world.staff().logChannel()) : "");
  }

  private void tellPlayers(Sandbox discord, Settings settings) {
    out.printf(
        """

        Switchboard is serving. Open in a browser:

          %s
              the sandbox: write as a member, answer as staff
          %s
              the panel: sign in as ada, who owns the staff guild
          http://%s:%d/api/health
              Switchboard's health

        Kept in %s; --fresh forgets it. Ctrl-C stops both.

        """,
        discord.pageUrl(),
        settings.http().publicUrl().map(url -> url + "/").orElseThrow(),
        settings.http().host(),
        settings.http().port(),
        root);
    out.flush();
  }

  /** Prints the keys as an env file, for another process to read. */
  private void tellOthers(Sandbox discord) {
    out.printf("# The look-alike Discord: %s%n", discord.pageUrl());
    keysOf(discord).entrySet().stream()
        .map(entry -> Environment.variableOf(entry.getKey()) + "=" + entry.getValue())
        .sorted()
        .forEach(out::println);
    out.flush();
  }

  /** Deletes the database and the files. PostgreSQL's programs stay: they are slow to unpack. */
  private void forgetTickets() throws IOException {
    DataDirectory data = new DataDirectory(product(), 0);
    if (EmbeddedPostgres.running(data.database().directory()).isPresent()) {
      // Left by a process that was killed. A start stops it.
      EmbeddedPostgres.start(data.database()).close();
    }
    for (Path forgotten : List.of(data.database().directory(), data.files())) {
      Directories.delete(forgotten);
    }
  }
}
