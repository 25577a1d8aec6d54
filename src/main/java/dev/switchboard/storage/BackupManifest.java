package dev.switchboard.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backup holds: the entry {@code manifest.json} of the archive.
 *
 * @param format the version of the archive's layout; this class knows {@link #FORMAT}
 * @param taken when the snapshot was taken, ISO 8601 in UTC
 * @param schemaVersion the newest migration in the backup
 * @param migrations the migrations that make that schema, in order
 * @param tables in the order in which they can be filled
 * @param sequences where each sequence stood
 * @param fileStore the marker of the file store; empty when there was none
 * @param files the files of the file store; the key is the SHA-256 of the content
 * @param dataFormat the {@link DataFormat} of the data; absent in backups from before there was one
 */
record BackupManifest(
    int format,
    String taken,
    String schemaVersion,
    List<Migration> migrations,
    List<Table> tables,
    List<Sequence> sequences,
    String fileStore,
    List<KeptFile> files,
    @Nullable Integer dataFormat) {
  static final int FORMAT = 1;
  static final String ENTRY = "manifest.json";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  BackupManifest {
    migrations = List.copyOf(migrations);
    tables = List.copyOf(tables);
    sequences = List.copyOf(sequences);
    files = List.copyOf(files);
  }

  /** A migration as Flyway recorded it; the check sum is absent for what is not a file of SQL. */
  record Migration(String version, String script, @Nullable Integer checksum) {}

  /**
   * The rows of a table, in PostgreSQL's text format for COPY, in the archive's entry {@code
   * tables/NAME.copy}.
   */
  record Table(String name, List<String> columns, long rows, String sha256) {
    Table {
      columns = List.copyOf(columns);
    }

    String entry() {
      return "tables/" + name + ".copy";
    }
  }

  /** A sequence; {@code called} says whether {@code value} has been given out. */
  record Sequence(String name, long value, boolean called) {}

  /** A file in the archive's entry {@code files/KEY}. */
  record KeptFile(String key, long size) {
    String entry() {
      return "files/" + key;
    }
  }

  long rows() {
    return tables.stream().mapToLong(Table::rows).sum();
  }

  byte[] toJson() throws JsonProcessingException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
  }

  /**
   * Reads a manifest.
   *
   * @throws NewerData when it is of a newer format, or of newer data
   * @throws StorageRefused when it is not one
   */
  static BackupManifest fromJson(byte[] json) {
    try {
      var tree = JSON.readTree(json);
      var format = tree.path("format").asInt();
      if (format > FORMAT) {
        throw new NewerData(
            "the backup has format %d, this version of Switchboard reads format %d; restore it with a newer one"
                .formatted(format, FORMAT));
      }
      if (format != FORMAT) {
        throw new StorageRefused(
            "the backup's manifest says no format that this version of Switchboard reads: "
                + format);
      }
      var dataFormat = tree.path("dataFormat").asInt();
      if (dataFormat > DataFormat.CURRENT) {
        throw new NewerData(DataFormat.newer("the backup", dataFormat));
      }
      return JSON.readValue(json, BackupManifest.class);
    } catch (IOException | RuntimeException e) {
      if (e instanceof StorageRefused refused) {
        throw refused;
      }
      throw new StorageRefused("the backup's manifest cannot be read: " + e.getMessage(), e);
    }
  }
}
