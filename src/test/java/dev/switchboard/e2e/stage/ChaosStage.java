package dev.switchboard.e2e.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.gateway.GatewayTap;
import dev.switchboard.storage.Database;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.ticket.read.TicketBacklog;
import dev.switchboard.timing.Snowflake;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.jdbi.v3.core.Jdbi;

/**
 * Where faults are played: a look-alike Discord, the packed product as a process of its own on a
 * real PostgreSQL, and a {@link Witness}. Nothing is random but by the seed, which is printed: the
 * system property {@code chaos.seed} plays the same again.
 */
public final class ChaosStage implements AutoCloseable {
  /** Only an upper bound. */
  public static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What is taken up later than this is not done without asking. */
  private static final Duration SOON = Duration.ofMinutes(2);

  private static final Pattern LATE = Pattern.compile("late:(\\d+):");

  private static final String MANY = "10000";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final long seed;
  private final Sandbox discord;
  private final Database database;
  private final ProductProcess product;
  private final Witness witness;
  private final Set<Long> confirmed = new HashSet<>();
  private int people;

  /** How it is set up. */
  public record Setting(
      Path folder,
      DatabaseSettings database,
      SandboxSettings discord,
      GatewayTap traffic,
      Map<String, String> variables) {
    /** Without rate limits, which would only take time. */
    public static Setting in(Path folder, DatabaseSettings database) {
      return new Setting(
          folder,
          database,
          SandboxSettings.inMemory().withLimits(false),
          GatewayTap.UNSEEN,
          Map.of("SWITCHBOARD_DISCORD_REQUESTS_PER_SECOND", "1000"));
    }

    public Setting withDiscord(SandboxSettings value) {
      return new Setting(folder, database, value, traffic, variables);
    }

    public Setting withTraffic(GatewayTap value) {
      return new Setting(folder, database, discord, value, variables);
    }

    public Setting with(String variable, String value) {
      Map<String, String> more = new HashMap<>(variables);
      more.put(variable, value);
      return new Setting(folder, database, discord, traffic, more);
    }
  }

  private ChaosStage(Setting setting, ProductLogs logs) {
    seed = Long.getLong("chaos.seed", System.nanoTime() & 0xffff_ffffL);
    System.out.println("chaos seed " + seed);
    discord = Sandbox.start(setting.discord(), setting.traffic());
    database = Database.connect(setting.database().withPoolSize(2));
    witness = new Witness(discord.client(), discord.world().staff().guild());
    discord
        .client()
        .call(
            "POST",
            "/control/limits",
            form().put("channels_per_guild", 100_000).put("channels_per_category", 100_000));
    Map<String, String> variables = ProductProcess.pointingAt(discord);
    variables.putAll(ProductProcess.storingIn(setting.database()));
    variables.put("SWITCHBOARD_TICKET_NEW_TICKETS_PER_MINUTE", MANY);
    // It is started often and lives shortly.
    variables.put("SWITCHBOARD_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
    variables.putAll(setting.variables());
    product = logs.of(ProductProcess.run(setting.folder(), variables));
    product.awaitConnected();
  }

  public static ChaosStage start(Setting setting, ProductLogs logs) {
    return new ChaosStage(setting, logs);
  }

  /** Chance, as the seed wants it for this part of the play. */
  public RandomGenerator chance(int part) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000 + part);
  }

  public long seed() {
    return seed;
  }

  public SandboxClient client() {
    return discord.client();
  }

  public Sandbox discord() {
    return discord;
  }

  public ProductProcess product() {
    return product;
  }

  public Witness witness() {
    return witness;
  }

  public Jdbi database() {
    return database.jdbi();
  }

  public long sam() {
    return discord.world().person("sam");
  }

  /** A new account in the community. */
  public long newcomer() {
    people++;
    return client()
        .createUser("person" + people, Duration.ofDays(30), discord.world().communityGuild());
  }

  /** A new account whose first message staff see. */
  public long memberWithTicket() {
    return membersWithTickets(1).getFirst();
  }

  public List<Long> membersWithTickets(int number) {
    List<Long> members = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      members.add(newcomer());
      witness.dm(members.getLast());
    }
    awaitAllSeen(members);
    return members;
  }

  public long channelOf(long member) {
    return witness.channels(member).getLast();
  }

  public void awaitAllSeen(Collection<Long> members) {
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> {
            members.stream().filter(witness::waitsForReply).forEach(this::confirmLate);
            return witness.isAllSeen(members);
          });
    } catch (ConditionTimeoutException late) {
      throw new AssertionError(
          "seed %d: staff do not see %d messages%n%s"
              .formatted(seed, witness.unseen(members), standing()),
          late);
    }
  }

  /**
   * Staff are asked about a reply that is taken up more than two minutes after it was typed, as may
   * be where starting again takes long, and want it sent.
   */
  private void confirmLate(long member) {
    for (long channel : witness.channels(member)) {
      for (JsonNode message : client().read(sam(), channel)) {
        JsonNode button = message.at("/components/0/components/0");
        if (button.path("label").asText().equals("Do it now")
            && confirmed.add(message.path("id").asLong())) {
          assertMayBeLate(message);
          client()
              .use(sam(), channel, message.path("id").asLong(), button.path("custom_id").asText());
        }
      }
    }
  }

  /**
   * That a reply which staff are asked about was typed less than two minutes before the process
   * ended, or while it was away: it had no two minutes to take it.
   *
   * @param offer the message with the button, which names the reply's
   */
  public void assertMayBeLate(JsonNode offer) {
    String button = offer.at("/components/0/components/0/custom_id").asText();
    Matcher late = LATE.matcher(button);
    assertThat(late.lookingAt()).as("a button below a late command: %s", button).isTrue();
    Instant typed = Snowflake.time(Long.parseLong(late.group(1)));
    assertThat(product.wasAtWork(typed, typed.plus(SOON)))
        .as("seed %d: for 2 min after a reply was typed at %s the process was there", seed, typed)
        .isFalse();
  }

  /** How far everything has come, by the database. */
  public String standing() {
    List<String> facts = new ArrayList<>();
    Map.of(
            "rows that wait in the inbox",
            "select kind || ' of ' || left(route, 7), count(*) from inbox where payload is not null"
                + " group by 1",
            "events of tickets",
            """
            select convert_from(event_payload, 'UTF8')::json ->> 'event', count(*)
            from event_journal where persistence_id like 'Ticket|%' group by 1
            """,
            "tickets with pending posts",
            "select status, count(*) from ticket where pending_posts > 0 group by 1",
            "correspondents",
            "select 'in the journal', count(distinct persistence_id) from event_journal where"
                + " persistence_id like 'Corr%'")
        .forEach((what, sql) ->
            facts.add(
                what
                    + ": "
                    + database()
                        .withHandle(handle ->
                            handle
                                .createQuery(sql)
                                .map((row, _) -> row.getString(1) + " " + row.getLong(2))
                                .list())));
    return String.join("; ", facts);
  }

  /** Waits until no post and no message is under way any more, and the tables know of all. */
  public void awaitRest() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() ->
            count("select count(*) from inbox where payload is not null") == 0
                && database().withHandle(TicketBacklog::read).lag().events() == 0
                && count("select count(*) from ticket where pending_posts > 0") == 0);
  }

  public long count(String sql) {
    return database().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  /** Everything is shown once, and stored. */
  public void check(String when) {
    String told = "seed %d, %s".formatted(seed, when);
    witness.checkWhatIsShown(told);
    witness.checkWhatIsStored(told, database());
  }

  public static ObjectNode form() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    product.close();
    database.close();
    discord.close();
  }
}
