package dev.switchboard.rpc;

import dev.switchboard.access.Caller;
import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Scope;
import dev.switchboard.access.Surface;
import dev.switchboard.entity.ClusterMessage;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each call to the resource that the envelope names, and sends the reply of the resource
 * back. A call whose home is the node for services is checked here and then sent to the router of
 * that node.
 */
final class AdminRouter {
  private static final Logger LOG = LoggerFactory.getLogger(AdminRouter.class);

  /** The router of the node for services. */
  static final ServiceKey<Forwarded> KEY = ServiceKey.create(Forwarded.class, "admin-services");

  /** The messages of the router. */
  sealed interface Message {}

  /**
   * A call of an administrator whose token was accepted.
   *
   * @param replyTo gets exactly one reply, also when the resource fails; none if the operation
   *     never ends, or if the node that runs it is lost
   */
  record Call(Caller caller, Envelope envelope, ActorRef<Reply> replyTo) implements Message {}

  /**
   * A call that another node accepted, checked, and will write to the audit log. It is checked
   * again here and written to the audit log here too, because a message carries no proof of its
   * origin.
   *
   * @param body packed as in {@link ForwardedBody}
   */
  record Forwarded(
      Caller caller, String method, String resource, String body, ActorRef<Reply> replyTo)
      implements Message, ClusterMessage {}

  /** Writes to the audit log what this node did for another node, before the reply is sent. */
  @FunctionalInterface
  interface Trail {
    /** Completes with the reply that may then be sent. */
    CompletionStage<Reply> record(Forwarded forwarded, Reply reply);
  }

  private record Found(Set<ActorRef<Forwarded>> routers) implements Message {}

  private final Map<String, Resource> resources = new TreeMap<>();
  private final Optional<String> elsewhere;
  private final Trail trail;
  private Optional<ActorRef<Forwarded>> nodeForServices = Optional.empty();

  private AdminRouter(Resources resources, Trail trail) {
    this.trail = trail;
    this.elsewhere = resources.elsewhere();
    for (Resource resource : resources.all()) {
      if (this.resources.put(resource.path(), resource) != null) {
        throw new IllegalArgumentException("two resources are named " + resource.path());
      }
    }
  }

  static Behavior<Message> create(Resources resources, Trail trail) {
    return Behaviors.setup(context -> {
      AdminRouter router = new AdminRouter(resources, trail);
      context
          .getSystem()
          .receptionist()
          .tell(resources.elsewhere().isEmpty() ? here(context) : there(context));
      return Behaviors.receiveMessage(message -> {
        router.on(message);
        return Behaviors.same();
      });
    });
  }

  private static Receptionist.Command here(ActorContext<Message> context) {
    return Receptionist.register(KEY, context.getSelf().narrow());
  }

  private static Receptionist.Command there(ActorContext<Message> context) {
    return Receptionist.subscribe(
        KEY,
        context.messageAdapter(
            Receptionist.Listing.class, listing -> new Found(listing.getServiceInstances(KEY))));
  }

  private void on(Message message) {
    switch (message) {
      case Call call -> dispatch(call);
      case Forwarded forwarded -> run(forwarded);
      case Found(Set<ActorRef<Forwarded>> routers) ->
          nodeForServices = routers.stream().filter(this::isNodeForServices).findFirst();
    }
  }

  /**
   * Whether a router is on the configured node for services. Another node that registers its
   * router, because its own configuration makes it the node for services, does not count.
   */
  private boolean isNodeForServices(ActorRef<Forwarded> router) {
    Address address = router.path().address();
    return address
        .getHost()
        .flatMap(host -> address.getPort().map(port -> host + ":" + port))
        .equals(elsewhere);
  }

  private void dispatch(Call call) {
    Envelope envelope = call.envelope();
    Resource resource = resources.get(envelope.resource());
    if (resource == null) {
      refuse(call, Reply.NOT_FOUND, "unknown resource: " + envelope.resource());
      return;
    }
    String method = envelope.method();
    Operation operation = resource.operations().get(method);
    if (operation == null) {
      refuse(call, Reply.METHOD_NOT_ALLOWED, resource.notAllowed(method));
      return;
    }
    Scope needed = resource.scope(method);
    if (!call.caller().may(needed)) {
      refuse(
          call,
          Reply.FORBIDDEN,
          needed == Scope.ROOT
              ? "forbidden: only the root token may do this"
              : "forbidden: this token lacks the scope " + needed.word());
    } else if (elsewhere.isPresent() && resource.home(method) == HomeNode.NODE_FOR_SERVICES) {
      forward(call, elsewhere.get());
    } else {
      answer(
          method + " " + envelope.resource(),
          () ->
              operation.run(
                  new Request(
                      call.caller().principal(Surface.RPC), method, new Body(envelope.body()))),
          call.replyTo());
    }
  }

  // ---- calls from node to node

  private void forward(Call call, String name) {
    Envelope envelope = call.envelope();
    if (nodeForServices.isEmpty()) {
      refuse(
          call, Reply.UNAVAILABLE, "the node for services (%s) cannot be reached".formatted(name));
      return;
    }
    String body = ForwardedBody.pack(envelope.body());
    if (body.length() > ForwardedBody.LONGEST) {
      refuse(call, Reply.TOO_LARGE, "request body too large");
      return;
    }
    nodeForServices
        .get()
        .tell(
            new Forwarded(
                call.caller(), envelope.method(), envelope.resource(), body, call.replyTo()));
  }

  private void run(Forwarded forwarded) {
    String what = forwarded.method() + " " + forwarded.resource();
    answered(what, () -> permitted(forwarded).run(request(forwarded)))
        .thenCompose(reply -> trail.record(forwarded, reply))
        .whenComplete((reply, failure) ->
            forwarded.replyTo().tell(failure == null ? reply : failed(what, failure)));
  }

  private static Request request(Forwarded forwarded) {
    return new Request(
        forwarded.caller().principal(Surface.NODE),
        forwarded.method(),
        new Body(ForwardedBody.unpack(forwarded.body())));
  }

  /** The operation of a call, or an operation that only refuses the call. */
  private Operation permitted(Forwarded forwarded) {
    Resource resource = resources.get(forwarded.resource());
    String method = forwarded.method();
    Operation operation = resource == null ? null : resource.operations().get(method);
    if (resource == null || operation == null) {
      return _ -> CompletableFuture.completedStage(otherVersion(forwarded));
    }
    Caller caller = forwarded.caller();
    Scope needed = resource.scope(method);
    boolean known = !caller.name().isBlank() && !caller.address().isBlank();
    if (!known || !caller.may(needed)) {
      return _ ->
          CompletableFuture.completedStage(
              Reply.error(
                  Reply.FORBIDDEN,
                  "forbidden: the other node let in who lacks the scope " + needed.word()));
    }
    if (elsewhere.isPresent() || resource.home(method) != HomeNode.NODE_FOR_SERVICES) {
      return _ ->
          CompletableFuture.completedStage(
              Reply.error(Reply.UNAVAILABLE, "this is not done here for another node"));
    }
    return operation;
  }

  private static Reply otherVersion(Forwarded forwarded) {
    return Reply.error(
        Reply.UNAVAILABLE,
        "the node for services knows no %s %s: is it of another version?"
            .formatted(forwarded.method(), forwarded.resource()));
  }

  // ---- replies

  private static void refuse(Call call, int status, String error) {
    call.replyTo().tell(Reply.error(status, error));
  }

  private static void answer(
      String what, Supplier<CompletionStage<Reply>> work, ActorRef<Reply> replyTo) {
    answered(what, work).thenAccept(replyTo::tell);
  }

  /** The reply of an operation. The stage never fails: a failure becomes a reply. */
  private static CompletionStage<Reply> answered(
      String what, Supplier<CompletionStage<Reply>> work) {
    CompletionStage<Reply> answer;
    try {
      answer = work.get();
    } catch (RuntimeException failure) {
      answer = CompletableFuture.failedStage(failure);
    }
    return answer.exceptionally(failure -> failed(what, failure));
  }

  private static Reply failed(String what, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof RequestRefused refused) {
      return refused.reply();
    }
    if (cause instanceof NotPermitted) {
      return Reply.error(Reply.FORBIDDEN, "forbidden: this token lacks the right to this");
    }
    LOG.error("{} failed unexpectedly", what, cause);
    return Reply.error(
        Reply.FAILED, "something went wrong here; the operator finds the reason in the log");
  }
}
