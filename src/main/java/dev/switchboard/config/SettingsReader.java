package dev.switchboard.config;

import dev.switchboard.access.AdminSettings;
import dev.switchboard.access.login.PanelSettings;
import dev.switchboard.account.AccountSettings;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingType;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.text.Catalogue;
import dev.switchboard.text.DeskLanguages;
import dev.switchboard.text.Language;
import dev.switchboard.ticket.model.TicketSettings;
import dev.switchboard.ticket.model.TicketSettings.Ping;
import dev.switchboard.webhook.WebhookSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Turns the configuration into {@link Settings}, and reports all its problems at once, so that a
 * person can correct them together.
 */
public final class SettingsReader {
  private static final long MEBIBYTE = 1024L * 1024;

  private final SettingValues values;

  private SettingsReader(Configuration configuration) {
    this.values = new SettingValues(configuration);
  }

  /**
   * Reads all settings.
   *
   * @throws ConfigurationRefused with every missing, misspelt and wrong value
   */
  public static Settings read(Configuration configuration) {
    SettingsReader reader = new SettingsReader(configuration);
    // Read once, so that a problem with it is reported once.
    Ping ping = Ping.of(reader.values);
    DataDirectory data = reader.data();
    DiscordSettings discord = DiscordSettings.of(reader.values, ping);
    Optional<DatabaseSettings> database = DatabaseSettings.of(reader.values);
    ClusterSettings cluster = reader.cluster();
    HttpSettings http = HttpSettings.of(reader.values);
    TicketSettings ticket = TicketSettings.of(reader.values, ping);
    Settings settings =
        new Settings(
            data,
            reader.languages(),
            discord,
            database,
            cluster,
            http,
            AdminSettings.of(reader.values, data.adminToken()),
            AccountSettings.of(reader.values),
            PanelSettings.of(reader.values),
            reader.values.flag("http.sharing"),
            WebhookSettings.of(reader.values),
            ticket,
            new ManagedSettingsReader(reader.values, reader.values.origins())
                .read(data, http, ticket, cluster));
    if (reader.values.findings().isEmpty()) {
      return settings;
    }
    throw new ConfigurationRefused(reader.values.findings());
  }

  /**
   * Reads only the settings of the storage.
   *
   * @throws ConfigurationRefused with every misspelt key and every wrong value of these settings
   */
  public static StoragePlace readStorage(Configuration configuration) {
    SettingsReader reader = new SettingsReader(configuration);
    StoragePlace place = new StoragePlace(reader.data(), DatabaseSettings.of(reader.values));
    if (reader.values.findings().isEmpty()) {
      return place;
    }
    throw new ConfigurationRefused(reader.values.findings());
  }

  /**
   * Reads only the settings that a call of the admin command needs.
   *
   * @throws ConfigurationRefused with every misspelt key and every wrong value of these settings
   */
  public static AdminPlace readAdmin(Configuration configuration) {
    SettingsReader reader = new SettingsReader(configuration);
    DataDirectory data = reader.data();
    Map<Setting, String> set = new ListenerFile(data.listener()).read();
    String path = reader.values.shaped("admin.path", SettingType.PATH, true);
    AdminPlace place =
        new AdminPlace(
            OwnListener.over(HttpSettings.of(reader.values), set),
            set.getOrDefault(Setting.ADMIN_PATH, path),
            AdminSettings.of(reader.values, data.adminToken()),
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

  /** A language for which there are no words yet is refused. */
  private DeskLanguages languages() {
    Catalogue catalogue = Catalogue.shipped();
    String known =
        catalogue.languages().stream().map(Language::tag).collect(Collectors.joining(", "));
    return catalogue.desk(
        values
            .parsed(
                "language",
                tag -> Language.tagged(tag).filter(catalogue.languages()::contains),
                "a language that there are words in: " + known)
            .orElse(Language.ENGLISH));
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
}
