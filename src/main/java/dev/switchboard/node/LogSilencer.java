package dev.switchboard.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.switchboard.service.LogPolicy;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * The no-log policy: while it is in force, nothing in this process is logged, except for a few
 * constant lines. Thread-safe.
 */
final class LogSilencer implements LogPolicy {
  private static final Logger LOG = LoggerFactory.getLogger(LogSilencer.class);

  /** One instance for the process, so that any object can remove it. */
  private static final TurboFilter FILTER = new Silence();

  private long obeyed;

  @Override
  public synchronized void obey(boolean silent, long number) {
    if (number < obeyed) {
      return;
    }
    obeyed = number;
    if (silent == silent()
        || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext logback)) {
      return;
    }
    if (silent) {
      LOG.info("The no-log policy is in force: nothing is logged from here on.");
      logback.addTurboFilter(FILTER);
    } else {
      logback.getTurboFilterList().remove(FILTER);
      LOG.info("The no-log policy has ended: logging goes on.");
    }
  }

  @Override
  public boolean silent() {
    return LoggerFactory.getILoggerFactory() instanceof LoggerContext logback
        && logback.getTurboFilterList().contains(FILTER);
  }

  private static final class Silence extends TurboFilter {
    /** Constant lines without parameters. */
    private static final Set<String> SAID_ANYWAY =
        Set.of("Switchboard is at work.", "Stopping.", "Stopped.");

    @Override
    public FilterReply decide(
        @Nullable Marker marker,
        ch.qos.logback.classic.Logger logger,
        Level level,
        @Nullable String format,
        Object @Nullable [] parameters,
        @Nullable Throwable failure) {
      boolean saidAnyway =
          format != null && SAID_ANYWAY.contains(format) && parameters == null && failure == null;
      return saidAnyway ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
  }
}
