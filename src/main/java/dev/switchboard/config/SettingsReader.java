package dev.switchboard.config;

import dev.switchboard.access.AdminSettings;
import dev.switchboard.access.RootToken;
import dev.switchboard.account.AccountSettings;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Retry;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingType;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.ticket.model.TicketSettings;
import dev.switchboard.ticket.model.TicketSettings.Ping;
import dev.switchboard.ticket.model.TicketSettings.Signature;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Turns configuration into {@link Settings}, and finds everything that is wrong with it in one go:
 * a person corrects it once, not once for each key.
 */
public final class SettingsReader {
  private static final long MEBIBYTE = 1024L * 1024;

  /** The longest message that Discord takes. */
  private static final int MESSAGE_LENGTH = 2000;

  private final SettingValues values;

  private SettingsReader(Configuration configuration) {
    this.values = new SettingValues(configuration);
  }

  /**
   * Reads everything.
   *
   * @throws ConfigurationRefused with every missing, misspelt and wrong value
   */
  public static Settings read(Configuration configuration) {
    SettingsReader reader = new SettingsReader(configuration);
    // Read once, since what is wrong about it is to be said once.
    Ping ping = reader.ping();
    DataDirectory data = reader.data();
    DiscordSettings discord = reader.discord(ping);
    Optional<DatabaseSettings> database = reader.database();
    ClusterSettings cluster = reader.cluster();
    HttpSettings http = reader.http();
    Settings settings =
        new Settings(
            data,
            discord,
            database,
            cluster,
            http,
            reader.admin(data),
            reader.accounts(),
            reader.values.flag("http.sharing"),
            reader.ticket(ping),
            new ManagedSettingsReader(reader.values).read(data, http, cluster));
    if (reader.values.findings().isEmpty()) {
      return settings;
    }
    throw new ConfigurationRefused(reader.values.findings());
  }

  /**
   * Reads only where things are stored.
   *
   * @throws ConfigurationRefused with everything that is misspelt, and what is wrong about it
   */
  public static StoragePlace readStorage(Configuration configuration) {
    SettingsReader reader = new SettingsReader(configuration);
    StoragePlace place = new StoragePlace(reader.data(), reader.database());
    if (reader.values.findings().isEmpty()) {
      return place;
    }
    throw new ConfigurationRefused(reader.values.findings());
  }

  /**
   * Reads only what an administrator's call needs.
   *
   * @throws ConfigurationRefused with everything that is misspelt, and what is wrong about it
   */
  public static AdminPlace readAdmin(Configuration configuration) {
    SettingsReader reader = new SettingsReader(configuration);
    DataDirectory data = reader.data();
    Map<Setting, String> set = new ListenerFile(data.listener()).read();
    String path = reader.values.setting("admin.path", SettingType.PATH, true);
    AdminPlace place =
        new AdminPlace(
            OwnListener.over(reader.http(), set),
            set.getOrDefault(Setting.ADMIN_PATH, path),
            reader.admin(data),
            data.localProof());
    if (reader.values.findings().isEmpty()) {
      return place;
    }
    throw new ConfigurationRefused(reader.values.findings());
  }

  private DataDirectory data() {
    Path told = Path.of(values.text("data-dir", 1, 4096));
    return new DataDirectory(
        told.toAbsolutePath().normalize(), values.bytes("data-reserve", 0, 1024 * 1024 * MEBIBYTE));
  }

  private DiscordSettings discord(Ping ping) {
    URI api = values.url("discord.api-url").orElse(URI.create("https://discord.com/api/v10"));
    return new DiscordSettings(
        new DiscordSettings.Access(botToken(), api),
        place(ping),
        values.word("discord.command-prefix", 1, 5),
        new DiscordSettings.Limits(
            values.number("discord.requests-per-second", 1, mostRequests(api)),
            values.duration("discord.nonce-memory", Duration.ZERO, Duration.ofMinutes(10)),
            values.bytes("discord.upload-limit", 1, 500 * MEBIBYTE)),
        Retry.upTo(
            values.duration(
                "discord.longest-pause", Duration.ofMillis(100), Duration.ofMinutes(5))));
  }

  private String botToken() {
    String key = "discord.token";
    int before = values.findings().size();
    String token = values.secret(key, "the bot's token, from Discord's developer portal");
    if (values.findings().size() == before && !DiscordSettings.Access.isBotToken(token)) {
      values.unusable(
          key,
          "a secret that is no bot token",
          "three parts divided by dots, the first of which is the bot's id in base64");
    }
    return token;
  }

  /** Discord's limit; a look-alike on this machine may have none, as in a benchmark. */
  private static int mostRequests(URI api) {
    return "127.0.0.1".equals(api.getHost()) ? 10_000 : 50;
  }

  private DiscordSettings.Community place(Ping ping) {
    long community = values.requiredId("community-guild", "the id of the community's guild");
    boolean single = values.same("staff-guild", "community-guild");
    // What is wrong with the one id that both keys hold is said once.
    long staff = single ? community : values.id("staff-guild").orElse(community);
    return new DiscordSettings.Community(
        community,
        staff,
        values.requiredId("inbox-category", "the id of a category in the staff guild"),
        values.ids("staff-roles"),
        values.ids("reader-roles"),
        values.id("log-channel"),
        ping);
  }

  private Optional<DatabaseSettings> database() {
    String user = values.text("database.user", 0, 200);
    String password = values.secret("database.password");
    Optional<String> url =
        values.matching(
            "database.url",
            "jdbc:postgresql:.+",
            "a JDBC URL such as jdbc:postgresql://host:5432/switchboard");
    return url.map(given -> new DatabaseSettings(given, user, password));
  }

  private ClusterSettings cluster() {
    List<ClusterSettings.Node> seeds = values.nodes("cluster.seeds");
    boolean shared = !seeds.isEmpty();
    if (shared) {
      values.required(
          "database.url", "a database that all nodes reach, since cluster.seeds names some");
    }
    return new ClusterSettings(
        values.host("cluster.host"), values.number("cluster.port", shared ? 1 : 0, 65_535), seeds);
  }

  private HttpSettings http() {
    int port = values.number("http.port", 0, 65_535);
    Optional<HttpSettings.Address> operators = values.address("http.operator-address");
    if (operators.filter(place -> place.port() == port).isPresent()) {
      values.wrong("http.operator-address", "another port, since http.port has it");
    }
    return new HttpSettings(
        values.host("http.host"),
        port,
        values.url("http.public-url"),
        new HttpSettings.Trust(
            values.addresses("http.trusted-proxies"), values.origins("admin.origins")),
        operators);
  }

  private AdminSettings admin(DataDirectory data) {
    String key = "admin.root-token";
    String token = values.secret(key);
    if (!token.isEmpty() && !token.equals(RootToken.DISABLED) && !RootToken.isLongEnough(token)) {
      values.unusable(
          key,
          "a token of %d characters".formatted(token.codePointCount(0, token.length())),
          "%d characters at least, as the made one has 43, or disabled"
              .formatted(RootToken.SHORTEST));
    }
    return new AdminSettings(
        token,
        data.adminToken(),
        new AdminSettings.Audit(
            values.number("admin.audit-refusals-per-minute", 1, 100_000),
            values.number("admin.audit-read-days", 0, 36_500),
            values.number("admin.audit-refusal-days", 0, 36_500)));
  }

  private AccountSettings accounts() {
    return new AccountSettings(
        values.matching(
            "accounts.mail-domain",
            "[a-z0-9][a-z0-9.-]{0,127}",
            "a domain in lower case, as example.org"),
        values.bytes("accounts.default-quota", 0, 1024L * 1024 * MEBIBYTE),
        values.number("accounts.most-registered", 0, 10_000_000),
        values.number("accounts.registrations-per-minute", 1, 10_000),
        values.flag("admin.account-creation"));
  }

  private TicketSettings ticket(Ping ping) {
    return new TicketSettings(
        new TicketSettings.Messages(
            values.text("ticket.welcome-message", 0, MESSAGE_LENGTH),
            values.text("ticket.closing-message", 0, MESSAGE_LENGTH),
            values.text("ticket.delayed-message", 0, MESSAGE_LENGTH),
            values.text("ticket.busy-message", 0, MESSAGE_LENGTH)),
        ping,
        new TicketSettings.Signing(
            values.choice("ticket.signature", signatures()),
            values.text("ticket.anonymous-name", 1, 80)),
        new TicketSettings.Pace(
            values.duration("ticket.delay-notice-after", Duration.ofSeconds(1), Duration.ofDays(1)),
            values.duration("ticket.attachment-wait", Duration.ZERO, Duration.ofMinutes(1)),
            values.number("ticket.new-tickets-per-minute", 1, 10_000),
            values.duration("ticket.young-account", Duration.ZERO, Duration.ofDays(3_650))),
        new TicketSettings.Relay(
            values.bytes("ticket.copy-limit", 0, 10 * 1024 * MEBIBYTE),
            values.bytes("ticket.daily-copies", 0, 1024 * 1024 * MEBIBYTE),
            values.flag("ticket.relay-typing"),
            values.flag("ticket.relay-reactions")));
  }

  private Ping ping() {
    String key = "ticket.ping";
    return switch (values.text(key, 0, MESSAGE_LENGTH).strip().toLowerCase(Locale.ROOT)) {
      case "", "none" -> new Ping.Nobody();
      case "here" -> new Ping.Here();
      case "everyone" -> new Ping.Everyone();
      default -> {
        List<Long> roles = values.ids(key, "none, here, everyone, or ids of roles");
        yield roles.isEmpty() ? new Ping.Nobody() : new Ping.Roles(roles);
      }
    };
  }

  private static Map<String, Signature> signatures() {
    return Map.of(
        "name", Signature.NAME,
        "name-and-role", Signature.NAME_AND_ROLE,
        "anonymous", Signature.ANONYMOUS);
  }
}
