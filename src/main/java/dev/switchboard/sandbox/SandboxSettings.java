package dev.switchboard.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of a sandbox.
 *
 * @param port the port on loopback; 0 for any free one
 * @param dataDirectory the directory of the world; empty keeps the world in memory only
 * @param fresh whether to delete an existing world of the data directory first
 * @param limits whether rate limits apply (a benchmark switches them off)
 * @param timings the durations of Discord's behaviour
 */
public record SandboxSettings(
    int port, Optional<Path> dataDirectory, boolean fresh, boolean limits, Timings timings) {

  /**
   * Discord's durations.
   *
   * @param heartbeat the heartbeat interval in HELLO (Discord: 41.25 s)
   * @param nonceMemory how long an enforced nonce is recognised (Discord: "the past few minutes")
   * @param linkLife how long a signed attachment link works (Discord: 24 h)
   * @param sessionLife how long a session without a connection can be resumed
   * @param ahead how far the clock of a new world is ahead of the machine's; negative for behind
   */
  public record Timings(
      Duration heartbeat,
      Duration nonceMemory,
      Duration linkLife,
      Duration sessionLife,
      Duration ahead) {
    /** The durations that Discord shows in practice. */
    public static Timings discord() {
      return new Timings(
          Duration.ofMillis(41_250),
          Duration.ofMinutes(3),
          Duration.ofHours(24),
          Duration.ofMinutes(30),
          Duration.ZERO);
    }

    public Timings withHeartbeat(Duration value) {
      return new Timings(value, nonceMemory, linkLife, sessionLife, ahead);
    }

    public Timings withNonceMemory(Duration value) {
      return new Timings(heartbeat, value, linkLife, sessionLife, ahead);
    }

    public Timings withLinkLife(Duration value) {
      return new Timings(heartbeat, nonceMemory, value, sessionLife, ahead);
    }

    public Timings withSessionLife(Duration value) {
      return new Timings(heartbeat, nonceMemory, linkLife, value, ahead);
    }

    public Timings withAhead(Duration value) {
      return new Timings(heartbeat, nonceMemory, linkLife, sessionLife, value);
    }
  }

  /** Any free port, a world in memory, limits on. */
  public static SandboxSettings inMemory() {
    return new SandboxSettings(0, Optional.empty(), false, true, Timings.discord());
  }

  /** Any free port, a world in the directory, limits on. */
  public static SandboxSettings in(Path directory) {
    return new SandboxSettings(0, Optional.of(directory), false, true, Timings.discord());
  }

  public SandboxSettings withPort(int value) {
    return new SandboxSettings(value, dataDirectory, fresh, limits, timings);
  }

  public SandboxSettings withFresh(boolean value) {
    return new SandboxSettings(port, dataDirectory, value, limits, timings);
  }

  public SandboxSettings withLimits(boolean value) {
    return new SandboxSettings(port, dataDirectory, fresh, value, timings);
  }

  public SandboxSettings withTimings(Timings value) {
    return new SandboxSettings(port, dataDirectory, fresh, limits, value);
  }
}
