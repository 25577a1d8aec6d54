package dev.switchboard.storage;

import dev.switchboard.values.CheckedValues;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The address of the database, and the user there.
 *
 * @param url JDBC, {@code jdbc:postgresql://host:port/database?parameters}
 * @param user empty when the URL names the user
 * @param password empty when the URL holds it or none is needed
 * @param poolSize connections for ordinary queries, at least 1; the journal and the projections
 *     have pools of their own
 */
public record DatabaseSettings(String url, String user, String password, int poolSize) {
  /**
   * Enough for lists and the inbox beside the journal's own pool, on a server with 100 or more
   * connections.
   */
  public static final int DEFAULT_POOL_SIZE = 10;

  /**
   * Makes commits survive a power cut, also if {@code synchronous_commit} is off for the server,
   * the database or the user. A stricter setting stays as it is.
   */
  static final String DURABLE =
      "select set_config('synchronous_commit', 'on', false) where"
          + " current_setting('synchronous_commit') = 'off'";

  /**
   * The first statements of each pooled session. The time-out is there because a process that is
   * frozen in a transaction would keep its locks, for example on an event's number that another
   * node needs, or on the lease. Sequential scans are off because a plan is made once for each
   * session, often while a table is small, and kept while it grows by thousands of rows a minute.
   */
  static final String SESSION =
      "set idle_in_transaction_session_timeout = '6s'; set enable_seqscan = off; "
          + DatabaseSettings.DURABLE;

  private static final String SCHEME = "jdbc:postgresql:";
  private static final Pattern SECRET_PARAMETER = Pattern.compile("(?i)((?:ssl)?password=)[^&]*");
  private static final Pattern SECRET_AUTHORITY = Pattern.compile("//[^/@]*@");

  public DatabaseSettings {
    if (!url.startsWith(SCHEME)) {
      throw new IllegalArgumentException(
          "the database URL is expected as jdbc:postgresql://host:port/database, found "
              + masked(url));
    }
    if (poolSize < 1) {
      throw new IllegalArgumentException("the pool needs at least 1 connection, found " + poolSize);
    }
  }

  /** Reads the settings; empty if no database is given, so that the embedded one is used. */
  public static Optional<DatabaseSettings> of(CheckedValues values) {
    String user = values.text("database.user", 0, 200);
    String password = values.secret("database.password");
    Optional<String> url =
        values.matching(
            "database.url",
            "jdbc:postgresql:.+",
            "a JDBC URL such as jdbc:postgresql://host:5432/switchboard");
    return url.map(given -> new DatabaseSettings(given, user, password));
  }

  public DatabaseSettings(String url, String user, String password) {
    this(url, user, password, DEFAULT_POOL_SIZE);
  }

  public DatabaseSettings withPoolSize(int connections) {
    return new DatabaseSettings(url, user, password, connections);
  }

  /** The URL without its secrets, for logs and messages. */
  public String maskedUrl() {
    return masked(url);
  }

  /**
   * A source of connections without a pool, for users of a connection of their own (lease, backup,
   * migrations).
   *
   * @param application the name of the connection in {@code pg_stat_activity}
   */
  public PGSimpleDataSource unpooled(String application) {
    var source = new PGSimpleDataSource();
    describe(source, application);
    return source;
  }

  /** Configures a source with the address, the user and the name of its connections. */
  void describe(PGSimpleDataSource source, String application) {
    source.setUrl(url);
    if (!user.isEmpty()) {
      source.setUser(user);
    }
    if (!password.isEmpty()) {
      source.setPassword(password);
    }
    source.setApplicationName(application);
    source.setTcpKeepAlive(true);
    source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
  }

  private static final int CONNECT_TIMEOUT_SECONDS = 5;

  private static String masked(String url) {
    var parameters = SECRET_PARAMETER.matcher(url).replaceAll("$1***");
    return SECRET_AUTHORITY.matcher(parameters).replaceAll("//***@");
  }

  @Override
  public String toString() {
    return "DatabaseSettings[url=%s, user=%s, password=***, poolSize=%d]"
        .formatted(maskedUrl(), user, poolSize);
  }
}
