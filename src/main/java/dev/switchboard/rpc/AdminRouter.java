package dev.switchboard.rpc;

import dev.switchboard.access.Caller;
import dev.switchboard.access.Scope;
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
 * Hands each call to the resource that it names, and sends the resource's answer back. What is at
 * home on the node for services is handed to the router of that node when it was checked here.
 */
final class AdminRouter {
  private static final Logger LOG = LoggerFactory.getLogger(AdminRouter.class);

  /** The router of the node for services. */
  static final ServiceKey<Forwarded> KEY = ServiceKey.create(Forwarded.class, "admin-services");

  /** What the actor is sent. */
  sealed interface Message {}

  /**
   * A call of somebody who was let in.
   *
   * @param replyTo is told in any case, however the resource fails, unless it never ends, or is
   *     asked on another node that is lost
   */
  record Call(Caller caller, Envelope envelope, ActorRef<Reply> replyTo) implements Message {}

  /**
   * A call that another node has let in, checked, and will write down. It is checked here once
   * more, and written down here too: a message says by itself nothing about where it came from.
   *
   * @param body as in {@link ForwardedBody}
   */
  record Forwarded(
      Caller caller, String method, String resource, String body, ActorRef<Reply> replyTo)
      implements Message {}

  /** Writes down what was done here for another node, before it is answered. */
  @FunctionalInterface
  interface Trail {
    /** Gives the reply that may be sent then. */
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

  /** A node that takes itself for the one for services because it is told otherwise is not. */
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
          () -> operation.run(new Request(call.caller(), method, new Body(envelope.body()))),
          call.replyTo());
    }
  }

  // ---- from node to node

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
        forwarded.caller(), forwarded.method(), new Body(ForwardedBody.unpack(forwarded.body())));
  }

  /** What is asked for, or what refuses it. */
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

  // ---- answers

  private static void refuse(Call call, int status, String error) {
    call.replyTo().tell(Reply.error(status, error));
  }

  private static void answer(
      String what, Supplier<CompletionStage<Reply>> work, ActorRef<Reply> replyTo) {
    answered(what, work).thenAccept(replyTo::tell);
  }

  /** Never fails: what goes wrong is a reply. */
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
    LOG.error("{} failed unexpectedly", what, cause);
    return Reply.error(
        Reply.FAILED, "something went wrong here; the operator finds the reason in the log");
  }
}
