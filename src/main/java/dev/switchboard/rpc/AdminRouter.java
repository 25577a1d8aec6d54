package dev.switchboard.rpc;

import dev.switchboard.access.Caller;
import dev.switchboard.access.Scope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each call to the resource that it names, and sends the resource's answer back. */
final class AdminRouter {
  private static final Logger LOG = LoggerFactory.getLogger(AdminRouter.class);

  /**
   * A call of somebody who was let in.
   *
   * @param replyTo is told in any case, however the resource fails, unless it never ends
   */
  record Call(Caller caller, Envelope envelope, ActorRef<Reply> replyTo) {}

  private final Map<String, Resource> resources = new TreeMap<>();

  private AdminRouter(List<Resource> resources) {
    for (Resource resource : resources) {
      if (this.resources.put(resource.path(), resource) != null) {
        throw new IllegalArgumentException("two resources are named " + resource.path());
      }
    }
  }

  static Behavior<Call> create(List<Resource> resources) {
    AdminRouter router = new AdminRouter(resources);
    return Behaviors.receiveMessage(call -> {
      router
          .dispatch(call)
          .whenComplete((reply, failure) ->
              call.replyTo().tell(failure == null ? reply : failed(call, failure)));
      return Behaviors.same();
    });
  }

  private CompletionStage<Reply> dispatch(Call call) {
    Envelope envelope = call.envelope();
    Resource resource = resources.get(envelope.resource());
    if (resource == null) {
      return said(Reply.NOT_FOUND, "unknown resource: " + envelope.resource());
    }
    String method = envelope.method();
    Operation operation = resource.operations().get(method);
    if (operation == null) {
      return said(Reply.METHOD_NOT_ALLOWED, resource.notAllowed(method));
    }
    Scope needed = resource.scope(method);
    if (!call.caller().may(needed)) {
      return said(
          Reply.FORBIDDEN,
          needed == Scope.ROOT
              ? "forbidden: only the root token may do this"
              : "forbidden: this token lacks the scope " + needed.word());
    }
    try {
      return operation.run(new Request(call.caller(), method, new Body(envelope.body())));
    } catch (RuntimeException failure) {
      return CompletableFuture.failedStage(failure);
    }
  }

  private static CompletionStage<Reply> said(int status, String error) {
    return CompletableFuture.completedStage(Reply.error(status, error));
  }

  private static Reply failed(Call call, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof RequestRefused refused) {
      return refused.reply();
    }
    LOG.error(
        "{} {} failed unexpectedly", call.envelope().method(), call.envelope().resource(), cause);
    return Reply.error(
        Reply.FAILED, "something went wrong here; the operator finds the reason in the log");
  }
}
