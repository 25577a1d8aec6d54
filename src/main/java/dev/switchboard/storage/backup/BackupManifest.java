package dev.switchboard.storage.backup;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.storage.DataFormat;
import dev.switchboard.storage.Migrations;
import dev.switchboard.storage.NewerData;
import dev.switchboard.storage.StorageRefused;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of a backup: the entry {@code manifest.json} of the archive, except for its array
 * {@code files}, which has an object for each file of the file store and is written and read one
 * object at a time.
 *
 * @param format the version of the archive's layout; this class knows {@link #FORMAT}
 * @param taken when the snapshot was taken, ISO 8601 in UTC
 * @param schemaVersion the newest migration in the backup
 * @param migrations the migrations that make that schema, in order
 * @param tables in the order in which they can be filled
 * @param sequences the state of each sequence
 * @param fileStore the marker of the file store; empty when there was none
 * @param dataFormat the {@link DataFormat} of the data; absent in the oldest backups
 */
record BackupManifest(
    int format,
    String taken,
    String schemaVersion,
    List<Migrations.Migration> migrations,
    List<Table> tables,
    List<Sequence> sequences,
    String fileStore,
    @Nullable Integer dataFormat) {
  static final int FORMAT = 1;
  static final String ENTRY = "manifest.json";
  private static final String FILES = "files";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  BackupManifest {
    migrations = List.copyOf(migrations);
    tables = List.copyOf(tables);
    sequences = List.copyOf(sequences);
  }

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

  /** A file in the archive's entry {@code files/KEY}; the key is the SHA-256 of the content. */
  record KeptFile(String key, long size) {
    String entry() {
      return "files/" + key;
    }
  }

  long rows() {
    return tables.stream().mapToLong(Table::rows).sum();
  }

  /** Writes the manifest, with the files of the store; the stream stays open. */
  void write(OutputStream out, KeptFiles files) throws IOException {
    try (var json = JSON.writerWithDefaultPrettyPrinter().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      for (var property : JSON.<ObjectNode>valueToTree(this).properties()) {
        json.writeFieldName(property.getKey());
        json.writeTree(property.getValue());
      }
      json.writeArrayFieldStart(FILES);
      files.each(json::writePOJO);
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  /**
   * Reads a manifest, except for the files in it.
   *
   * @throws NewerData when its format or its data is newer than this program reads
   * @throws StorageRefused when it is no manifest
   */
  static BackupManifest read(InputStream in) {
    try {
      var tree = withoutFiles(in);
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
      return JSON.treeToValue(tree, BackupManifest.class);
    } catch (IOException | RuntimeException e) {
      if (e instanceof StorageRefused refused) {
        throw refused;
      }
      throw new StorageRefused("the backup's manifest cannot be read: " + e.getMessage(), e);
    }
  }

  private static ObjectNode withoutFiles(InputStream in) throws IOException {
    var tree = JSON.createObjectNode();
    try (var json = parser(in)) {
      for (var name = nextField(json); name != null; name = nextField(json)) {
        if (name.equals(FILES)) {
          json.skipChildren();
        } else {
          tree.set(name, JSON.readTree(json));
        }
      }
    }
    return tree;
  }

  /**
   * Visits the files of a manifest in its order.
   *
   * @return the number of files
   * @throws IOException if the visitor throws it, or the manifest cannot be read
   * @throws StorageRefused when there is no list of files in it
   */
  static int eachFile(InputStream in, KeptFiles.Visitor visitor) throws IOException {
    try (var json = parser(in)) {
      for (var name = nextField(json); name != null; name = nextField(json)) {
        if (name.equals(FILES) && json.currentToken() == JsonToken.START_ARRAY) {
          return eachOf(json, visitor);
        }
        json.skipChildren();
      }
    }
    throw unreadable("it has no list of files");
  }

  private static int eachOf(JsonParser array, KeptFiles.Visitor visitor) throws IOException {
    var files = 0;
    while (array.nextToken() != JsonToken.END_ARRAY) {
      visitor.visit(JSON.readValue(array, KeptFile.class));
      files++;
    }
    return files;
  }

  /** A parser positioned inside the manifest's single object. */
  private static JsonParser parser(InputStream in) throws IOException {
    var json = JSON.createParser(in);
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw unreadable("it is no object");
    }
    return json;
  }

  /** The name of the next field of the object; then the parser is at its value. */
  private static @Nullable String nextField(JsonParser json) throws IOException {
    var name = json.nextFieldName();
    if (name != null) {
      json.nextToken();
    }
    return name;
  }

  private static StorageRefused unreadable(String why) {
    return new StorageRefused("the backup's manifest cannot be read: " + why);
  }
}
