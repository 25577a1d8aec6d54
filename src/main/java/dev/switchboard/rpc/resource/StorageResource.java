package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Scope;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Resource;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** {@code /admin/storage}: the sizes of what is stored. */
public final class StorageResource implements Resource {
  private final Supplier<CompletionStage<StorageStatus>> storage;

  public StorageResource(Supplier<CompletionStage<StorageStatus>> storage) {
    this.storage = storage;
  }

  @Override
  public String path() {
    return "/admin/storage";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("GET", _ -> storage.get().thenApply(StorageResource::shown));
  }

  @Override
  public Scope scope(String method) {
    return Scope.READ;
  }

  private static Reply shown(StorageStatus storage) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("disk")
        .put("total_bytes", storage.disk().total())
        .put("used_bytes", storage.disk().used())
        .put("available_bytes", storage.disk().available())
        .put("percent_used", storage.disk().percentUsed());
    body.putObject("state_dir")
        .put("path", storage.folder())
        .put("size_bytes", storage.folderSize());
    body.putObject("database")
        .put("driver", "postgresql")
        .put("size_bytes", storage.databaseSize());
    return Reply.ok(body);
  }
}
