package dev.switchboard.e2e.stage;

import dev.switchboard.sandbox.gateway.GatewayTap;
import java.util.concurrent.CompletableFuture;

/**
 * Says when something passed between the look-alike and the product for the so-manieth time: {@code
 * asked GET /gateway/bot} before a call is answered, {@code answered …} after its deed, {@code
 * dispatched MESSAGE_CREATE}. One watch at a time. Thread-safe.
 */
public final class Watch implements GatewayTap {
  private String wanted = "";
  private int left;
  private CompletableFuture<Void> seen = new CompletableFuture<>();

  /** Begins to count what begins like this. */
  public synchronized CompletableFuture<Void> await(String what, int number) {
    wanted = what;
    left = number;
    seen = new CompletableFuture<>();
    return seen;
  }

  @Override
  public void asked(String route, byte[] body) {
    saw("asked " + route);
  }

  @Override
  public void answered(String route, byte[] body, int status, boolean global) {
    saw("answered " + route);
  }

  @Override
  public void dispatching(String event, byte[] payload) {
    saw("dispatched " + event);
  }

  private synchronized void saw(String what) {
    if (left > 0 && what.startsWith(wanted)) {
      left--;
      if (left == 0) {
        seen.complete(null);
      }
    }
  }
}
