package dev.switchboard.http;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An admin RPC that says who called, with how many bytes. It knows whoever begins with {@code
 * known}, and nothing of {@link #LOCKED} is looked at.
 */
record PlayedAdmin(boolean open) implements AdminEndpoint {
  static PlayedAdmin closed() {
    return new PlayedAdmin(false);
  }

  static final String LOCKED = "203.0.113.66";

  @Override
  public Optional<byte[]> lockedOut(InetAddress caller) {
    return caller.getHostAddress().equals(LOCKED)
        ? Optional.of(refusal(401, "locked"))
        : Optional.empty();
  }

  @Override
  public CompletionStage<Optional<byte[]>> refused(InetAddress caller, byte[] beginning) {
    return CompletableFuture.completedStage(
        new String(beginning, StandardCharsets.UTF_8).startsWith("known")
            ? Optional.empty()
            : Optional.of(refusal(401, "after " + beginning.length)));
  }

  @Override
  public CompletionStage<byte[]> call(InetAddress caller, byte[] request) {
    return CompletableFuture.completedStage(
        (caller.getHostAddress() + " " + request.length).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public byte[] refusal(int status, String error) {
    return (status + " " + error).getBytes(StandardCharsets.UTF_8);
  }
}
