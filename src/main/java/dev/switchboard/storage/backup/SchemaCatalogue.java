package dev.switchboard.storage.backup;

import dev.switchboard.storage.Migrations;
import dev.switchboard.storage.StorageRefused;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * PostgreSQL's catalogue of the schema {@code public}, read on a connection that the caller owns.
 */
final class SchemaCatalogue {
  static final String HISTORY = "flyway_schema_history";

  private final Connection connection;

  SchemaCatalogue(Connection connection) {
    this.connection = connection;
  }

  /**
   * Sets the session so that the text of a value does not depend on the defaults of the server or
   * the role.
   */
  static void prepareSession(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          set datestyle = 'ISO, YMD';
          set intervalstyle = 'postgres';
          set timezone = 'UTC';
          set bytea_output = 'hex';
          set extra_float_digits = 1;
          set statement_timeout = 0;
          set search_path = public
          """);
    }
  }

  /** Whether the schema is empty, except for objects of extensions. */
  boolean isEmpty() throws SQLException {
    return list("""
    select c.relname from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
      and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    """)
        .isEmpty();
  }

  boolean hasHistory() throws SQLException {
    return tables().contains(HISTORY);
  }

  private List<String> tables() throws SQLException {
    return list(
        """
        select c.relname from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
          and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
        order by c.relname
        """);
  }

  /** The tables in an order in which each follows the tables that its foreign keys refer to. */
  List<String> tablesInFillingOrder() throws SQLException {
    Map<String, Set<String>> references = new LinkedHashMap<>();
    for (var table : tables()) {
      references.put(table, new LinkedHashSet<>());
    }
    try (var query = connection.createStatement();
        var rows =
            query.executeQuery(
                """
                select f.relname, t.relname from pg_constraint k
                join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
                where k.contype = 'f' and f.relnamespace = 'public'::regnamespace and f.oid <> t.oid
                """)) {
      while (rows.next()) {
        references.getOrDefault(rows.getString(1), new LinkedHashSet<>()).add(rows.getString(2));
      }
    }
    var ordered = new LinkedHashSet<String>();
    while (!references.isEmpty()) {
      var ready =
          references.keySet().stream()
              .filter(table -> ordered.containsAll(references.get(table)))
              .toList();
      if (ready.isEmpty()) {
        throw new StorageRefused(
            "these tables refer to each other in a circle, which a backup cannot hold: "
                + references.keySet());
      }
      ordered.addAll(ready);
      references.keySet().removeAll(ready);
    }
    return List.copyOf(ordered);
  }

  /** The columns of a table, without generated ones. */
  List<String> columns(String table) throws SQLException {
    return list(
        """
        select attname from pg_attribute
        where attrelid = format('public.%%I', '%s')::regclass and attnum > 0 and not attisdropped and attgenerated = ''
        order by attnum
        """
            .formatted(table.replace("'", "''")));
  }

  List<BackupManifest.Sequence> sequences() throws SQLException {
    var sequences = new ArrayList<BackupManifest.Sequence>();
    var names =
        list(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S' order by relname");
    for (var name : names) {
      try (var query = connection.createStatement();
          var row = query.executeQuery("select last_value, is_called from " + quoted(name))) {
        row.next();
        sequences.add(new BackupManifest.Sequence(name, row.getLong(1), row.getBoolean(2)));
      }
    }
    return sequences;
  }

  List<Migrations.Migration> appliedMigrations() throws SQLException {
    var migrations = new ArrayList<Migrations.Migration>();
    try (var query = connection.createStatement();
        var rows =
            query.executeQuery(
                "select version, script, checksum from "
                    + HISTORY
                    + " where success and version is not null and type = 'SQL'"
                    + " order by installed_rank")) {
      while (rows.next()) {
        migrations.add(migration(rows));
      }
    }
    if (migrations.isEmpty()) {
      throw new StorageRefused(
          "the database holds no schema of Switchboard: there is nothing to back up");
    }
    return migrations;
  }

  private static Migrations.Migration migration(ResultSet row) throws SQLException {
    return new Migrations.Migration(row.getString(1), row.getString(2), row.getInt(3));
  }

  private List<String> list(String sql) throws SQLException {
    var names = new ArrayList<String>();
    try (var query = connection.createStatement();
        var rows = query.executeQuery(sql)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  static String quoted(String table, List<String> columns) {
    return columns.stream()
        .map(SchemaCatalogue::quoted)
        .collect(Collectors.joining(", ", quoted(table) + " (", ")"));
  }

  static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
