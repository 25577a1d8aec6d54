package dev.switchboard.config;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import dev.switchboard.cli.ExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configuration that lies in the current folder. */
class OwnFileTest {
  @TempDir Path folder;

  private Path conf;
  private Path file;
  private int me;
  private int group;

  @BeforeEach
  void write() throws IOException {
    conf = Files.createDirectory(folder.resolve("conf"));
    file = Files.writeString(conf.resolve("switchboard.conf"), "switchboard.http.port = 3000\n");
    Files.setPosixFilePermissions(conf, fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(file, fromString("rw-r--r--"));
    Files.setPosixFilePermissions(folder, fromString("rwxr-xr-x"));
    me = (int) Files.getAttribute(file, "unix:uid");
    group = (int) new UnixSystem().getGid();
  }

  @Test
  void oneOfOnesOwnIsBelieved() {
    assertThat(OwnFile.objection(file, me, group)).isEmpty();
  }

  @Test
  void oneOfSomebodyElseIsNotUnlessItIsRoots() {
    if (me == 0) {
      assertThat(OwnFile.objection(file, 12_345, 12_345)).isEmpty();
    } else {
      assertThat(OwnFile.objection(file, me + 1, group))
          .hasValueSatisfying(configProblem ->
              assertThat(configProblem.line()).contains("belongs to another user"));
    }
  }

  @Test
  void oneOfAnotherUserIsNamedWithTheMend() throws IOException {
    assumeTrue(me == 0, "only root can give files away");
    Files.setAttribute(file, "unix:uid", 12_345);
    assertThat(OwnFile.objection(file, 0, 0))
        .hasValueSatisfying(configProblem ->
            assertThat(configProblem.line())
                .contains(file.toString(), "another user (12345)", "--config"));
    assertThat(OwnFile.objection(file, 12_345, 12_345)).isEmpty();
    Files.setAttribute(file, "unix:uid", 0);
    Files.setAttribute(conf, "unix:uid", 12_345);
    assertThat(OwnFile.objection(file, 0, 0)).isPresent();

    Path link = folder.resolve("link.conf");
    Files.createSymbolicLink(link, file);
    assertThat(OwnFile.objection(link, 0, 0)).isEmpty();
    Files.setAttribute(file, "unix:uid", 12_345);
    assertThat(OwnFile.objection(link, 0, 0)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "rwxr-xr-x, rw-rw-rw-, false",
    "rwxrwxrwx, rw-r--r--, false",
    "rwxr-xrwx, rw-r--r--, false",
    "rwxr-xr-x, rw-r---w-, false",
    "rwx------, rw-------, true",
    "rwxr-xr-x, r--r--r--, true",
  })
  void oneThatOthersCanWriteIsNot(String ofFolder, String ofFile, boolean believed)
      throws IOException {
    Files.setPosixFilePermissions(conf, fromString(ofFolder));
    Files.setPosixFilePermissions(file, fromString(ofFile));

    assertThat(OwnFile.objection(file, me, group).isEmpty()).isEqualTo(believed);
  }

  /** Its number need not be the user's. */
  @ParameterizedTest
  @CsvSource({"12345, 12345, true", "12345, 0, false", "0, 12345, true", "100, 12345, false"})
  void theGroupOfTheProcessMayWrite(int ofFile, int ofProcess, boolean believed)
      throws IOException {
    assumeTrue(me == 0, "only root can give files away");
    Files.setPosixFilePermissions(file, fromString("rw-rw-r--"));
    Files.setAttribute(file, "unix:gid", ofFile);

    assertThat(OwnFile.objection(file, me, ofProcess).isEmpty()).isEqualTo(believed);
  }

  /** Whoever can write there can put another folder in the place of this one. */
  @ParameterizedTest
  @CsvSource({
    "0777, false",
    "0757, false",
    "0755, true",
    "01777, true",
    "01757, true",
    "0700, true",
  })
  void theFolderAboveCountsToo(String mode, boolean believed) throws IOException {
    Files.setAttribute(folder, "unix:mode", Integer.parseInt(mode, 8));

    var found = OwnFile.objection(file, me, group);

    assertThat(found.isEmpty()).isEqualTo(believed);
    found.ifPresent(configProblem ->
        assertThat(configProblem.line()).contains("others can write", "chmod go-w " + folder));
  }

  @Test
  void theOwnerOfTheFolderAboveCountsToo() throws IOException {
    assumeTrue(me == 0, "only root can give files away");
    Files.setAttribute(folder, "unix:uid", 12_345);

    assertThat(OwnFile.objection(file, 0, 0))
        .hasValueSatisfying(configProblem ->
            assertThat(configProblem.line()).contains(folder.toString(), "another user (12345)"));
    assertThat(OwnFile.objection(file, 12_345, 12_345)).isEmpty();
  }

  @Test
  void theProgramRefusesItAndSaysWhatToDo() throws Exception {
    Files.setPosixFilePermissions(file, fromString("rw-rw-rw-"));

    Outcome refused = run();
    assertThat(refused.code()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(refused.words()).contains("switchboard.conf", "others can write", "chmod go-w");

    Files.setPosixFilePermissions(file, fromString("rw-r--r--"));
    assertThat(run().words()).doesNotContain("others can write");
    Files.setPosixFilePermissions(file, fromString("rw-rw-rw-"));
    assertThat(run("--config", "conf/switchboard.conf").words()).doesNotContain("others can write");
  }

  private record Outcome(int code, String words) {}

  private Outcome run(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                absolute(System.getProperty("java.class.path")),
                "dev.switchboard.cli.Main",
                "admin-token"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), words);
  }

  private static String absolute(String classPath) {
    List<String> parts = new ArrayList<>();
    for (String part : classPath.split(File.pathSeparator, -1)) {
      parts.add(Path.of(part).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, parts);
  }
}
