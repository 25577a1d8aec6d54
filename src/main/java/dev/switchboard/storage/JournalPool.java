package dev.switchboard.storage;

import com.typesafe.config.Config;
import java.sql.Driver;
import slick.jdbc.JdbcDataSource;
import slick.jdbc.JdbcDataSourceFactory;
import slick.jdbc.hikaricp.HikariCPJdbcDataSource;

/**
 * The factory of the journal's {@link ConnectionPool}. Slick finds it by the class name in the
 * configuration, as a Scala object with the field {@code MODULE$}.
 */
public final class JournalPool implements JdbcDataSourceFactory {
  @SuppressWarnings("MemberName") // Scala's name.
  public static final JournalPool MODULE$ = new JournalPool();

  private JournalPool() {}

  /**
   * A pool of {@code maxConnections} connections, all kept open, to {@code url}, as {@code user}
   * with {@code password} if these keys exist.
   */
  @Override
  public JdbcDataSource forConfig(Config config, Driver driver, String name, ClassLoader loader) {
    var settings =
        new DatabaseSettings(
            config.getString("url"),
            optional(config, "user"),
            optional(config, "password"),
            config.getInt("maxConnections"));
    var pool = ConnectionPool.of(settings, "journal", settings.poolSize());
    return new HikariCPJdbcDataSource(pool, pool);
  }

  private static String optional(Config config, String key) {
    return config.hasPath(key) ? config.getString(key) : "";
  }
}
