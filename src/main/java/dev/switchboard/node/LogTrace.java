package dev.switchboard.node;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import dev.switchboard.text.OneLine;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stack trace with each message on one line: messages may contain text of others, which could
 * look like log lines. Named in {@code logback.xml}.
 */
public final class LogTrace extends ThrowableProxyConverter {
  @Override
  protected String throwableProxyToString(IThrowableProxy thrown) {
    return super.throwableProxyToString(new Plain(thrown));
  }

  private record Plain(IThrowableProxy thrown) implements IThrowableProxy {
    static @Nullable IThrowableProxy of(@Nullable IThrowableProxy thrown) {
      return thrown == null ? null : new Plain(thrown);
    }

    @Override
    public @Nullable String getMessage() {
      String message = thrown.getMessage();
      return message == null ? null : OneLine.of(message);
    }

    @Override
    public @Nullable String getOverridingMessage() {
      String message = thrown.getOverridingMessage();
      return message == null ? null : OneLine.of(message);
    }

    @Override
    public String getClassName() {
      return thrown.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
      return thrown.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
      return thrown.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
      return of(thrown.getCause());
    }

    @Override
    public IThrowableProxy @Nullable [] getSuppressed() {
      IThrowableProxy[] suppressed = thrown.getSuppressed();
      return suppressed == null
          ? null
          : Arrays.stream(suppressed).map(Plain::new).toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
      return thrown.isCyclic();
    }
  }
}
