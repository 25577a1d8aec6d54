package dev.switchboard.node;

import dev.switchboard.access.Peer;
import dev.switchboard.access.RootToken;
import dev.switchboard.http.admin.AdminEndpoint;
import dev.switchboard.rpc.AdminRpc;
import dev.switchboard.rpc.Reply;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The admin RPC for HTTP, which also answers while the product starts. Thread-safe. */
final class DeferredAdminRpc implements AdminEndpoint {
  private final boolean open;
  private volatile Optional<AdminRpc> rpc = Optional.empty();

  DeferredAdminRpc(RootToken token) {
    this.open = !(token instanceof RootToken.Off);
  }

  void opened(AdminRpc opened) {
    rpc = Optional.of(opened);
  }

  @Override
  public boolean open() {
    return open;
  }

  @Override
  public boolean isLocal(String proof) {
    return rpc.filter(opened -> opened.isLocal(proof)).isPresent();
  }

  @Override
  public Optional<byte[]> lockedOut(Peer caller) {
    return rpc.flatMap(opened -> opened.lockedOut(caller));
  }

  @Override
  public CompletionStage<Optional<byte[]>> refused(Peer caller, byte[] beginning) {
    return rpc.map(opened -> opened.refused(caller, beginning))
        .orElseGet(() -> CompletableFuture.completedStage(Optional.of(starting())));
  }

  @Override
  public CompletionStage<byte[]> call(Peer caller, byte[] request) {
    return rpc.map(opened -> opened.call(caller, request))
        .orElseGet(() -> CompletableFuture.completedStage(starting()));
  }

  private static byte[] starting() {
    return AdminRpc.refusal(Reply.UNAVAILABLE, "starting: the database is not open yet");
  }

  @Override
  public byte[] refusal(int status, String error) {
    return AdminRpc.refusal(status, error);
  }
}
