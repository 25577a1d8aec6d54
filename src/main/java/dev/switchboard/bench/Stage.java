package dev.switchboard.bench;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs the processes of a scenario: the look-alike and Switchboard, each from the distribution, in
 * folders that are new each time.
 */
final class Stage {
  /** The conditions of a scenario. */
  enum Conditions {
    /** Each call takes 100 ms, and Discord's rate limits apply. */
    DISCORD,
    /** The same, with the guard against raids at its default. */
    DEFAULTS,
    /** No latency, and no limits of Discord or of Switchboard. */
    FREE
  }

  private static final Duration LATENCY = Duration.ofMillis(100);

  /** The value of a setting that stands for no limit. */
  private static final String NO_BUDGET = "10000";

  private final Ground ground;

  /** The port of worlds that are copied: a session can only be resumed at the same address. */
  private final int keptPort = Product.freePort();

  private int plays;

  /**
   * The common parameters of all plays.
   *
   * @param home the distribution
   * @param out the folder for logs and temporary data
   * @param productOptions more options for the product's Java machine
   */
  record Ground(Path home, Path out, long seed, String productOptions) {}

  Stage(Ground ground) {
    this.ground = ground;
    clear();
    Folders.delete(ground.out().resolve("logs"));
    Folders.make(ground.out().resolve("logs"));
  }

  private Path work() {
    return ground.out().resolve("work");
  }

  /** One play: both processes and their folder. */
  static final class Play implements AutoCloseable {
    private final Stage stage;
    private final Path folder;
    private final String log;
    private final Discord discord;
    private final Conditions conditions;
    private final List<AutoCloseable> open = new ArrayList<>();
    private boolean panel;

    private Play(Stage stage, Path folder, String log, Discord discord, Conditions conditions) {
      this.stage = stage;
      this.folder = folder;
      this.log = log;
      this.discord = discord;
      this.conditions = conditions;
      discord.liftChannelLimit();
      switch (conditions) {
        case DISCORD, DEFAULTS -> discord.latency(LATENCY);
        case FREE -> discord.liftRateLimits();
      }
    }

    Discord discord() {
      return discord;
    }

    /** The same play, with the panel switched on. Its data are kept when it ends. */
    Play withPanel() {
      panel = true;
      return this;
    }

    Path folder() {
      return folder;
    }

    private Path data() {
      Path data = Folders.make(folder.resolve("product"));
      // PostgreSQL's programs never change and are slow to unpack.
      Folders.link(data.resolve("binaries"), Folders.make(stage.work().resolve("binaries")));
      return data;
    }

    /** Starts Switchboard and returns at once. */
    Product launch() {
      int port = Product.freePort();
      Map<String, String> keys = new TreeMap<>(discord.keys());
      Path data = data();
      keys.put("data-dir", data.toString());
      keys.put("http.port", Integer.toString(port));
      switch (conditions) {
        case DEFAULTS -> {}
        case DISCORD -> keys.put("ticket.new-tickets-per-minute", NO_BUDGET);
        case FREE -> {
          keys.put("ticket.new-tickets-per-minute", NO_BUDGET);
          keys.put("discord.requests-per-second", NO_BUDGET);
        }
      }
      if (panel) {
        keys.putAll(discord.panelKeys());
        keys.put("panel.redirect-url", "http://127.0.0.1:%d/api/auth/callback".formatted(port));
      }
      ProcessBuilder builder = stage.builder("run");
      keys.forEach((key, value) -> builder.environment().put(variable(key), value));
      builder.environment().put("SWITCHBOARD_JAVA_OPTIONS", stage.ground.productOptions());
      File file = stage.ground.out().resolve("logs").resolve(log + "-product.log").toFile();
      builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(file));
      Product product = Product.start(builder, port);
      open.add(product);
      return product;
    }

    /** Starts Switchboard and waits until it is ready. */
    Product start() {
      return launch().awaitReady();
    }

    /** A process of strangers that connect to the port on order. */
    Strangers strangers(int port) {
      ProcessBuilder builder =
          stage.builder("bench", "--as-strangers", "--port", Integer.toString(port));
      builder.environment().put("SWITCHBOARD_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
      File errors = stage.ground.out().resolve("logs").resolve(log + "-strangers.log").toFile();
      builder.redirectError(ProcessBuilder.Redirect.appendTo(errors));
      return Strangers.start(builder);
    }

    private static String variable(String key) {
      return "SWITCHBOARD_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Stops both in order, the product first, and keeps their data. */
    void stop() {
      try {
        for (AutoCloseable each : open.reversed()) {
          each.close();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      } finally {
        discord.close();
      }
    }

    /** Stops both and deletes their data, unless they are kept. */
    @Override
    public void close() {
      stop();
      if (!panel) {
        Folders.delete(folder);
      }
    }
  }

  /** A new world with an empty database, no ticket, and the given number of members. */
  Play fresh(String scenario, Conditions conditions, int members) {
    plays++;
    Path folder = Folders.make(work().resolve("play-" + plays));
    Play play = play(folder, scenario, conditions, false);
    play.discord().grow(members);
    return play;
  }

  /** A copy of the world that {@link Play#stop} left. */
  Play copyOf(Path former, String scenario, Conditions conditions) {
    plays++;
    Path folder = work().resolve("play-" + plays);
    Folders.copy(former, folder);
    return play(folder, scenario, conditions, true);
  }

  /** A new world that is kept in the folder, to be copied later. */
  Play kept(Path folder, String scenario, Conditions conditions, int members) {
    Play play = play(Folders.make(folder), scenario, conditions, true);
    play.discord().grow(members);
    return play;
  }

  /**
   * Fills the database of a play that has none yet.
   *
   * @param roster the ids that the look-alike knows, as {@link Discord#enroll} writes them
   */
  void seed(Play play, Path roster, int tickets, int messages) {
    ProcessBuilder builder =
        builder(
            "bench",
            "seed",
            "--folder",
            play.data().toString(),
            "--roster",
            roster.toString(),
            "--tickets",
            Integer.toString(tickets),
            "--messages",
            Integer.toString(messages),
            "--seed",
            Long.toString(ground.seed()));
    File log = ground.out().resolve("logs").resolve(play.log + "-seed.log").toFile();
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    try {
      if (Child.start(builder).process().waitFor() != 0) {
        throw new IllegalStateException("the database was not filled; " + log + " says why");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The folder of that name, which outlives a play. */
  Path keptFolder(String name) {
    return work().resolve(name);
  }

  /** Deletes the data of plays, including those of a benchmark that was killed. */
  void clear() {
    Folders.delete(work());
  }

  private Play play(Path folder, String scenario, Conditions conditions, boolean keep) {
    String log = scenario + "-" + plays;
    List<String> words = new ArrayList<>(List.of("bench", "--as-discord"));
    words.addAll(List.of("--seed", Long.toString(ground.seed())));
    if (keep) {
      words.addAll(List.of("--data", folder.resolve("discord").toString()));
      words.addAll(List.of("--port", Integer.toString(keptPort)));
    }
    ProcessBuilder builder = builder(words.toArray(String[]::new));
    builder.environment().put("SWITCHBOARD_JAVA_OPTIONS", "-Xmx3g");
    File errors = ground.out().resolve("logs").resolve(log + "-discord.log").toFile();
    builder.redirectError(ProcessBuilder.Redirect.appendTo(errors));
    return new Play(this, folder, log, Discord.start(builder), conditions);
  }

  /** A command of the distribution, without the configuration of our own environment. */
  private ProcessBuilder builder(String... words) {
    List<String> command = new ArrayList<>();
    command.add(ground.home().resolve("bin").resolve("switchboard").toString());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("SWITCHBOARD_") && !name.equals("SWITCHBOARD_JAVA"));
    return builder;
  }
}
