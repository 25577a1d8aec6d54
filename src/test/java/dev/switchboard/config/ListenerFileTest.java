package dev.switchboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.settings.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ListenerFileTest {
  @TempDir Path folder;
  private ListenerFile file;

  @BeforeEach
  void name() {
    file = new ListenerFile(folder.resolve("listener.json"));
  }

  @Test
  void whatIsSetIsFoundAtTheNextStartUntilItIsReset() throws Exception {
    Map<Setting, String> set =
        Map.of(
            Setting.HTTP_PORT, "8080",
            Setting.HTTP_LOCAL_ONLY, "true",
            Setting.ADMIN_PATH, "/control");
    assertThat(file.read()).isEmpty();

    file.write(set);
    assertThat(file.read()).isEqualTo(set);
    assertThat(OwnListener.over(configured("0.0.0.0"), file.read()))
        .isEqualTo(new HttpSettings("127.0.0.1", 8080, Optional.empty(), HttpSettings.Trust.NONE));
    assertThat(folder).isDirectoryNotContaining("glob:**.draft");

    file.write(Map.of());
    assertThat(folder).isEmptyDirectory();
    assertThat(OwnListener.over(configured("0.0.0.0"), file.read()))
        .isEqualTo(configured("0.0.0.0"));
  }

  @Test
  void whatCannotBeReadIsSaidOnceForEachContent() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(ListenerFile.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      for (String text : List.of("{", "{", "[}", "[}", "{}", "[}")) {
        Files.writeString(folder.resolve("listener.json"), text);
        file.read();
        file.read();
      }
    } finally {
      logger.detachAppender(log);
    }

    // The last one was mended before.
    assertThat(log.list).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"http_port\":\"99999\"}",
        "{\"http_port\":80}",
        "{\"admin_path\":\"/new\"}",
        "{\"http_local_only\":\"maybe\"}",
        "{\"turn_port\":\"1\"}"
      })
  void whatCannotBeUsedHindersNoStart(String text) throws Exception {
    Files.writeString(file.file(), text);

    assertThat(file.read()).isEmpty();
  }

  @Test
  void aFileThatIsTooLargeIsNotRead() throws Exception {
    Files.writeString(file.file(), "{\"http_port\":\"8080\"}" + " ".repeat(20_000));

    assertThat(file.read()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0,true,127.0.0.1",
    "0.0.0.0,false,0.0.0.0",
    "127.0.0.1,false,0.0.0.0",
    "127.0.0.1,true,127.0.0.1",
    "localhost,true,localhost",
    "192.0.2.1,false,192.0.2.1",
    "192.0.2.1,true,127.0.0.1",
    "::,true,127.0.0.1",
    "::1,true,::1"
  })
  void whoReachesItIsAsItIsSet(String configured, String localOnly, String host) {
    assertThat(
            OwnListener.over(configured(configured), Map.of(Setting.HTTP_LOCAL_ONLY, localOnly))
                .host())
        .isEqualTo(host);
  }

  private static HttpSettings configured(String host) {
    return new HttpSettings(host, 3002, Optional.empty(), HttpSettings.Trust.NONE);
  }
}
