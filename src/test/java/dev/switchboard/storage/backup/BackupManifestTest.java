package dev.switchboard.storage.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.storage.DataFormat;
import dev.switchboard.storage.Migrations;
import dev.switchboard.storage.NewerData;
import dev.switchboard.storage.StorageRefused;
import dev.switchboard.storage.backup.BackupManifest.KeptFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupManifestTest {
  private static final BackupManifest MANIFEST =
      new BackupManifest(
          BackupManifest.FORMAT,
          "2026-11-29T10:00:00Z",
          "7",
          List.of(new Migrations.Migration("7", "V7__x.sql", 5)),
          List.of(new BackupManifest.Table("lease", List.of("name"), 3, "ab")),
          List.of(new BackupManifest.Sequence("ticket_number", 8, true)),
          "marker",
          DataFormat.CURRENT);

  /** As versions wrote it that held it in memory. */
  private static final String FORMER =
      """
      {"format": 1, "taken": "2026-11-29T10:00:00Z", "schemaVersion": "7",
       "migrations": [{"version": "7", "script": "V7__x.sql", "checksum": 5}],
       "tables": [{"name": "lease", "columns": ["name"], "rows": 3, "sha256": "ab"}],
       "sequences": [{"name": "ticket_number", "value": 8, "called": true}],
       "fileStore": "marker", "files": [{"key": "k1", "size": 1}, {"key": "k2", "size": 2}],
       "dataFormat": %d}
      """
          .formatted(DataFormat.CURRENT);

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadWithItsFilesInTheirOrder() throws Exception {
    List<KeptFile> files =
        IntStream.range(0, 10_000).mapToObj(i -> new KeptFile("key-" + i, i)).toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (KeptFiles kept = KeptFiles.at(folder.resolve("kept"))) {
      for (KeptFile file : files) {
        kept.add(file);
      }
      assertThat(kept.number()).isEqualTo(10_000);
      MANIFEST.write(out, kept);
    }

    assertThat(BackupManifest.read(new ByteArrayInputStream(out.toByteArray())))
        .isEqualTo(MANIFEST);
    assertThat(files(out.toString(UTF_8))).isEqualTo(files);
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void oneOfAnEarlierVersionIsRead() throws Exception {
    assertThat(BackupManifest.read(stream(FORMER))).isEqualTo(MANIFEST);
    assertThat(files(FORMER)).containsExactly(new KeptFile("k1", 1), new KeptFile("k2", 2));
  }

  @Test
  void filesAreReadOneByOneSoThatTheirNumberDoesNotMatter() {
    Endless json = new Endless();

    assertThatThrownBy(() ->
            BackupManifest.eachFile(
                json,
                file -> {
                  if (file.size() == 1_000) {
                    throw new IOException("that is enough");
                  }
                }))
        .hasMessage("that is enough");
    assertThat(json.given).isLessThan(1_000 + 1_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "7",
        "{}",
        "{\"format\": 1}",
        "{\"format\": 1, \"files\": []",
        "{\"files\": {\"format\": 1}}"
      })
  void whatIsNoManifestIsRefused(String json) {
    assertThatThrownBy(() -> BackupManifest.read(stream(json))).isInstanceOf(StorageRefused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "{}", "{\"files\": {}}", "{\"files\": 7}", "{\"a\": {\"files\": []}}"})
  void aManifestWithoutAListOfFilesIsRefused(String json) {
    assertThatThrownBy(() -> files(json))
        .isInstanceOf(StorageRefused.class)
        .hasMessageStartingWith("the backup's manifest cannot be read: it ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"files\": [7]}",
        "{\"files\": [{\"key\": \"a\", \"size\": null}]}",
        "{\"files\": [{\"key\": \"a\", \"size\": 1}"
      })
  void aListThatIsDamagedIsRefused(String json) {
    assertThatThrownBy(() -> files(json)).isInstanceOf(IOException.class);
  }

  @Test
  void aNewerFormatIsSaidWhateverItsFilesLookLike() {
    assertThatThrownBy(
            () -> BackupManifest.read(stream("{\"files\": {\"a\": [1]}, \"format\": 2}")))
        .isInstanceOf(NewerData.class)
        .hasMessageContaining("format 2");
  }

  private static List<KeptFile> files(String json) throws IOException {
    List<KeptFile> files = new ArrayList<>();
    assertThat(BackupManifest.eachFile(stream(json), files::add)).isEqualTo(files.size());
    return files;
  }

  private static InputStream stream(String json) {
    return new ByteArrayInputStream(json.getBytes(UTF_8));
  }

  /** A manifest that has no end. */
  @SuppressWarnings("JdkObsolete") // SequenceInputStream takes nothing else than an Enumeration
  private static final class Endless extends InputStream {
    private int given;
    private final InputStream all =
        new SequenceInputStream(
            new Enumeration<InputStream>() {
              @Override
              public boolean hasMoreElements() {
                return true;
              }

              @Override
              public InputStream nextElement() {
                String one =
                    given == 0
                        ? "{\"tables\": [], \"files\": ["
                        : "{\"key\": \"k\", \"size\": %d},".formatted(given);
                given++;
                return stream(one);
              }
            });

    @Override
    public int read() throws IOException {
      return all.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return all.read(bytes, offset, length);
    }
  }
}
