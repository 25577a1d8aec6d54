package dev.switchboard.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.text.OneLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log as the packed product writes it. */
class LogLineTest {
  private static final String LOG_OF_A_FORGER = "\n2026-01-01T00:00:00.000Z INFO  Switchboard";

  @Test
  void whatHasLinesOfItsOwnIsOneLine() throws Exception {
    String line = written("it failed ({})", null, "insert\n  into x\r\n");

    assertThat(line).endsWith("it failed (insert into x )" + System.lineSeparator());
    assertThat(line.lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1b|\\u{1b}",
        "7|\\u{7}",
        "8|\\u{8}",
        "7f|\\u{7f}",
        "9b|\\u{9b}",
        "90|\\u{90}",
        "0|\\u{0}",
        "85|' '",
        "2028|' '",
        "b|' '",
        "9|' '",
        "202e|\\u{202e}",
        "2066|\\u{2066}",
        "200f|\\u{200f}",
        "feff|\\u{feff}",
        "e0041|\\u{e0041}",
        "200d|\u200d",
        "e9|\u00e9"
      })
  void whatATerminalObeysIsShownInstead(String point, String shown) throws Exception {
    String sent = Character.toString(Integer.parseInt(point, 16));

    assertThat(written("{}", null, "a" + sent + "b"))
        .endsWith("a" + shown + "b" + System.lineSeparator());
  }

  @Test
  void messagesOfStackTracesAreOneLineEachToo() throws Exception {
    IllegalStateException thrown =
        new IllegalStateException(
            "outer\u001b[2J" + LOG_OF_A_FORGER, new IOException("inner\u009b2J" + LOG_OF_A_FORGER));
    thrown.addSuppressed(new IOException("suppressed\u202e" + LOG_OF_A_FORGER));

    String lines = written("it failed", thrown);

    assertThat(lines)
        .contains("java.lang.IllegalStateException: outer\\u{1b}[2J 2026")
        .contains("Caused by: java.io.IOException: inner\\u{9b}2J 2026")
        .contains("Suppressed: java.io.IOException: suppressed\\u{202e} 2026")
        .contains("\tat dev.switchboard.e2e.admin.LogLineTest");
    assertThat(lines.lines().filter(line -> line.startsWith("2026-01-01"))).isEmpty();
    assertThat(lines.codePoints())
        .noneMatch(point ->
            Character.isISOControl(point) && point != '\n' && point != '\r' && point != '\t');
  }

  @Test
  void valuesInJsonStayTheSame() throws Exception {
    String json = "{\n  \"a\" : \"x\u009b\u202e\u2028\udb40\udc41\u00e9\"\n}";

    String shown = OneLine.json(json);

    assertThat(shown).isEqualTo("{\n  \"a\" : \"x\\u009b\\u202e\\u2028\\udb40\\udc41\u00e9\"\n}");
    assertThat(new ObjectMapper().readTree(shown)).isEqualTo(new ObjectMapper().readTree(json));
  }

  private String written(String message, @Nullable Throwable thrown, Object... arguments)
      throws Exception {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(getClass().getResource("/logback.xml"));
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var console = (ConsoleAppender<ILoggingEvent>) root.getAppender("console");
    ILoggingEvent event = new LoggingEvent("", root, Level.WARN, message, thrown, arguments);
    try {
      return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    } finally {
      context.stop();
    }
  }
}
