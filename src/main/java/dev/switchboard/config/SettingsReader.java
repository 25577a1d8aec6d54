package dev.switchboard.config;

import dev.switchboard.access.AdminSettings;
import dev.switchboard.account.AccountSettings;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingType;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.ticket.model.TicketSettings;
import dev.switchboard.ticket.model.TicketSettings.Ping;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns configuration into {@link Settings}, and finds everything that is wrong with it in one go:
 * a person corrects it once, not once for each key.
 */
public final class SettingsReader {
  private static final long MEBIBYTE = 1024L * 1024;

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
    Ping ping = Ping.of(reader.values);
    DataDirectory data = reader.data();
    DiscordSettings discord = DiscordSettings.of(reader.values, ping);
    Optional<DatabaseSettings> database = DatabaseSettings.of(reader.values);
    ClusterSettings cluster = reader.cluster();
    HttpSettings http = HttpSettings.of(reader.values);
    Settings settings =
        new Settings(
            data,
            discord,
            database,
            cluster,
            http,
            AdminSettings.of(reader.values, data.adminToken()),
            AccountSettings.of(reader.values),
            reader.values.flag("http.sharing"),
            TicketSettings.of(reader.values, ping),
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
    StoragePlace place = new StoragePlace(reader.data(), DatabaseSettings.of(reader.values));
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
