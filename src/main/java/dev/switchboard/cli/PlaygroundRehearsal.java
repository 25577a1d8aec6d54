package dev.switchboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.config.Configuration;
import dev.switchboard.config.SettingsReader;
import dev.switchboard.node.CommandFailed;
import dev.switchboard.node.Switchboard;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The main work of the product, played once from the first start to the end: four members write,
 * staff answer, the tickets are closed, many members write at once, and administrators call. Java
 * records it for the {@link AotCache}.
 */
final class PlaygroundRehearsal {
  private static final List<String> MEMBERS = List.of("alice", "bob", "carol", "dave");

  /** The messages of each of the four members. */
  private static final int ROUNDS = 50;

  /** The members of the rush. */
  private static final int CROWD = 50;

  /** The messages of each member of the rush: Java optimises code fully after some 10,000 calls. */
  private static final int RUSHES = 100;

  private static final String NO_LIMIT = "10000";
  private static final String ADMINISTRATOR = "an-administrator-of-the-rehearsal";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(50);

  private final Sandbox discord;
  private final SandboxClient client;

  private PlaygroundRehearsal(Sandbox discord) {
    this.discord = discord;
    this.client = discord.client();
  }

  /**
   * Plays everything and returns when it has ended.
   *
   * @param data the data folder of the product
   * @param configuration loads the configuration with some fixed values
   * @throws CommandFailed if it takes too long
   */
  static void play(Path data, Function<Map<String, String>, Configuration> configuration) {
    try (Sandbox discord = Sandbox.start(SandboxSettings.inMemory().withLimits(false))) {
      Map<String, String> fixed = new HashMap<>(Playground.keysOf(discord));
      fixed.put("switchboard.data-dir", data.toString());
      fixed.put("switchboard.database.url", "");
      int port = AdminRehearsal.freePort();
      fixed.put("switchboard.http.port", String.valueOf(port));
      fixed.put("switchboard.admin.root-token", ADMINISTRATOR);
      fixed.put("switchboard.discord.requests-per-second", NO_LIMIT);
      fixed.put("switchboard.ticket.new-tickets-per-minute", NO_LIMIT);
      try (Switchboard _ = Switchboard.start(SettingsReader.read(configuration.apply(fixed)))) {
        new PlaygroundRehearsal(discord).play();
        new AdminRehearsal(port).play(ADMINISTRATOR);
      }
    }
  }

  private void play() {
    // An earlier message of a new member is never sent to a bot.
    await("the bot to be connected", this::isConnected);
    for (int round = 0; round < ROUNDS; round++) {
      for (String member : MEMBERS) {
        client.sendDm(discord.world().person(member), line(member, round));
      }
      int current = round;
      await(
          "staff to see line " + round,
          () -> MEMBERS.stream().allMatch(member -> staffSee(line(member, current))));
    }
    long sam = discord.world().person("sam");
    for (long channel : ticketChannels()) {
      client.send(sam, channel, "a note");
      client.send(sam, channel, "!r an answer");
    }
    await("members to be answered", () -> MEMBERS.stream().allMatch(this::isAnswered));
    ticketChannels().forEach(channel -> client.send(sam, channel, "!close"));
    await("the tickets to be closed", () -> ticketChannels().isEmpty());
    rush();
  }

  private void rush() {
    List<Long> crowd = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      crowd.add(
          client.createUser("member_" + i, Duration.ofDays(400), discord.world().communityGuild()));
    }
    for (int round = 0; round < RUSHES; round++) {
      String line = line("everybody", round);
      crowd.forEach(member -> client.sendDm(member, line));
      if (round == 0) {
        await("tickets for all", () -> ticketChannels().size() == CROWD);
      }
      long last = ticketChannels().getLast();
      await("staff to see line %d of the rush".formatted(round), () -> isIn(last, line));
    }
  }

  private boolean isConnected() {
    return client
        .call("GET", "/control/gateway", JsonNodeFactory.instance.objectNode())
        .findValues("connected")
        .stream()
        .anyMatch(JsonNode::asBoolean);
  }

  private static String line(String member, int round) {
    return "%s writes line %d.".formatted(member, round);
  }

  private boolean staffSee(String line) {
    return ticketChannels().stream().anyMatch(channel -> isIn(channel, line));
  }

  private boolean isIn(long channel, String line) {
    return client.read(discord.world().person("sam"), channel).stream()
        .anyMatch(message -> message.path("content").asText().contains(line));
  }

  private boolean isAnswered(String member) {
    return client.readDm(discord.world().person(member)).stream()
        .anyMatch(message -> message.path("content").asText().contains("an answer"));
  }

  private List<Long> ticketChannels() {
    return client.channels(discord.world().staff().guild()).stream()
        .filter(channel -> channel.path("type").asInt() == 0)
        .filter(channel -> channel.path("topic").asText("").startsWith("Ticket #"))
        .map(channel -> channel.path("id").asLong())
        .toList();
  }

  private static void await(String what, BooleanSupplier done) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new CommandFailed("The rehearsal waited in vain for " + what + ".");
      }
      LockSupport.parkNanos(LOOK_EVERY);
    }
  }
}
