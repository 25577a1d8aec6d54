package dev.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The log as the packed product writes it. */
class LogLineTest {
  @Test
  void whatHasLinesOfItsOwnIsOneLine() throws Exception {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(getClass().getResource("/logback.xml"));
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var console = (ConsoleAppender<ILoggingEvent>) root.getAppender("console");
    ILoggingEvent event =
        new LoggingEvent(
            "", root, Level.WARN, "it failed ({})", null, new Object[] {"insert\n  into x\r\n"});

    String line = new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);

    assertThat(line).endsWith("it failed (insert into x )" + System.lineSeparator());
    assertThat(line.lines()).hasSize(1);
    context.stop();
  }
}
