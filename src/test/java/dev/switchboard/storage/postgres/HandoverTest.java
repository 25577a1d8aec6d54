package dev.switchboard.storage.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.security.auth.module.UnixSystem;
import dev.switchboard.storage.Directories;
import dev.switchboard.storage.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of a server that root ran under an account that other services have, too. */
class HandoverTest {
  private static final ServerAccount.Other NOBODY = new ServerAccount.Other(65_534, 65_534);

  /** One for all tests, since making a server takes seconds. */
  private static Path place;

  private static Path cluster;

  @BeforeAll
  static void aServer() throws IOException {
    assumeThat(new UnixSystem().getUid()).as("only root can give files away").isZero();
    place =
        Files.createDirectories(
            Path.of("target", "test-postgres", "handover-" + System.nanoTime()).toAbsolutePath());
    cluster = place.resolve("cluster");
    start().close();
  }

  @AfterAll
  static void delete() throws IOException {
    if (place != null) {
      Directories.delete(place);
    }
  }

  @BeforeEach
  void ofNobody() throws IOException {
    for (Path path : files()) {
      NOBODY.own(path);
    }
  }

  /**
   * As a start left it that was cut off: so many of the files had changed hands.
   *
   * @param top whose the folder itself was by then
   */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "300, 0",
    "300, 65534",
    "300, own",
    "100000, own",
  })
  void aHandoverThatWasCutOffIsBroughtToItsEnd(int done, String top) throws Exception {
    ServerAccount.Other own = ServerAccount.own();
    List<Path> content = files().stream().filter(path -> !path.equals(cluster)).toList();
    for (Path path : content.subList(0, Math.min(done, content.size()))) {
      own.own(path);
    }
    int owner = top.equals("own") ? own.user() : Integer.parseInt(top);
    new ServerAccount.Other(owner, owner).own(cluster);

    try (EmbeddedPostgres server = start()) {
      assertThat(answer(server)).isEqualTo("1");
      assertThat(files()).allSatisfy(path -> assertThat(owner(path)).isEqualTo(own.user()));
      assertThat(Files.getAttribute(cluster, "unix:gid")).isEqualTo(own.group());
    }
  }

  /** Links that the former owner left lead nowhere. */
  @Test
  void theConfigurationIsNotWrittenThroughALink() throws Exception {
    Path victim = Files.writeString(place.resolve("victim"), "untouched");
    Path secret = Files.writeString(place.resolve("secret"), "of root");
    Path configuration = cluster.resolve("postgresql.conf");
    Files.delete(configuration);
    Files.createSymbolicLink(configuration, victim);
    Files.deleteIfExists(place.resolve("log/server.log"));
    Files.createSymbolicLink(place.resolve("log/server.log"), secret);

    try (EmbeddedPostgres server = start()) {
      assertThat(answer(server)).isEqualTo("1");
    }

    assertThat(victim).hasContent("untouched");
    assertThat(secret).hasContent("of root");
    assertThat(owner(victim)).isZero();
    assertThat(configuration).isRegularFile().content().contains("listen_addresses");
    assertThat(Files.isSymbolicLink(configuration)).isFalse();

    Files.delete(configuration);
    Path nowhere = place.resolve("nowhere");
    Files.createSymbolicLink(configuration, nowhere);
    try (EmbeddedPostgres server = start()) {
      assertThat(answer(server)).isEqualTo("1");
    }
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void whereRootMayNotChangeOwnersTheFormerAccountStays() throws Exception {
    assertThat(startWithoutTheRightToChangeOwners(place)).startsWith("started");
    assertThat(owner(cluster)).isEqualTo(NOBODY.user());
    assertThat(owner(cluster.resolve("base"))).isEqualTo(NOBODY.user());

    try (EmbeddedPostgres server = start()) {
      assertThat(answer(server)).isEqualTo("1");
      assertThat(owner(cluster)).isEqualTo(ServerAccount.own().user());
    }
  }

  @Test
  void whereRootMayNotEndAHandoverTheRefusalNamesTheMend() throws Exception {
    ServerAccount.own().own(cluster);

    assertThat(startWithoutTheRightToChangeOwners(place))
        .startsWith("refused")
        .contains("CAP_CHOWN", cluster.toString(), "chown -R");
  }

  @Test
  void whereRootMayNotChangeOwnersANewServerIsRefusedWithTheMend() throws Exception {
    Path fresh = Files.createDirectories(place.resolveSibling(place.getFileName() + "-new"));
    try {
      assertThat(startWithoutTheRightToChangeOwners(fresh))
          .startsWith("refused")
          .contains("CAP_CHOWN");
    } finally {
      Directories.delete(fresh);
    }
  }

  /** What it said first; it is ended then, and its server with it. */
  private static String startWithoutTheRightToChangeOwners(Path place) throws Exception {
    Process child =
        new ProcessBuilder(
                "setpriv",
                "--bounding-set=-chown",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                EmbeddedServerProcess.class.getName(),
                place.toString(),
                TestServer.BINARIES.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var lines = child.inputReader(UTF_8)) {
      return lines
          .lines()
          .filter(line -> line.startsWith("started") || line.startsWith("refused"))
          .findFirst()
          .orElse("nothing");
    } finally {
      child.destroy();
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static EmbeddedPostgres start() {
    return EmbeddedPostgres.start(new EmbeddedPostgres.Settings(place, TestServer.BINARIES, 0));
  }

  private static String answer(EmbeddedPostgres server) throws Exception {
    try (var connection = server.settings().unpooled("test").getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery("select 1")) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String tree : List.of("log", "cluster")) {
      try (var content = Files.walk(place.resolve(tree))) {
        content.forEach(files::add);
      }
    }
    return files;
  }

  private static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }
}
