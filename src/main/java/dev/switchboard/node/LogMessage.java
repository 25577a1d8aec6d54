package dev.switchboard.node;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.switchboard.text.OneLine;

/**
 * The message of a log line, kept to one line whatever text of others it contains. Named in {@code
 * logback.xml}.
 */
public final class LogMessage extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    String message = event.getFormattedMessage();
    return message == null ? "" : OneLine.of(message);
  }
}
