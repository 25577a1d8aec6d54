package dev.switchboard.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.AuditEntry;
import dev.switchboard.access.AuditLog;
import dev.switchboard.access.Caller;
import dev.switchboard.access.Gatekeeper;
import dev.switchboard.access.Gatekeeper.Verdict;
import dev.switchboard.access.Peer;
import dev.switchboard.access.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single endpoint of the admin RPC. It takes the bytes of an envelope and always answers with
 * the bytes of an envelope. It checks in this order: the envelope can be read (400); the token is
 * valid (401, without the name of the resource); then everything that {@link AdminRouter} checks.
 *
 * <p>Changes and refusals are in the audit log before the answer is sent, reads at most a second
 * later. Thread-safe.
 */
public final class AdminRpc {
  private static final Logger LOG = LoggerFactory.getLogger(AdminRpc.class);
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /** The time limit of a call. A call that takes longer is answered with 504. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /**
   * The limit of calls at the same time. Further calls are refused, so that waiting calls do not
   * fill the heap.
   */
  private static final int MOST_AT_ONCE = 1_000;

  /**
   * The threads that parse requests. They are few, so that requests of strangers cannot take all
   * processor time.
   */
  private static final Executor PARSING =
      Executors.newFixedThreadPool(
          2, Thread.ofPlatform().name("admin-parsing-", 0).daemon().factory());

  /**
   * The size in bytes up to which a request is parsed on the calling thread: passing it to another
   * thread would take longer.
   */
  private static final int SHORT = 4096;

  private final Gatekeeper gatekeeper;
  private final AuditLog audit;
  private final Clock clock;
  private final Recordable recordable;
  private final ActorSystem<?> system;
  private final ActorRef<AdminRouter.Message> router;
  private final AtomicInteger underWay = new AtomicInteger();

  public AdminRpc(
      ActorContext<?> context,
      Gatekeeper gatekeeper,
      AuditLog audit,
      Clock clock,
      Resources resources) {
    this.gatekeeper = gatekeeper;
    this.audit = audit;
    this.clock = clock;
    this.system = context.getSystem();
    this.recordable = new Recordable(resources.all());
    this.router = context.spawn(AdminRouter.create(resources, this::recorded), "admin-router");
  }

  /**
   * Answers a call. The stage never fails.
   *
   * @param peer the client; failed attempts count towards its lockout
   * @param request the bytes of the envelope
   * @return the bytes of the answer, with all four fields {@code {"status", "resource", "body",
   *     "error"}} and a line break
   */
  public CompletionStage<byte[]> call(Peer peer, byte[] request) {
    if (underWay.incrementAndGet() > MOST_AT_ONCE) {
      underWay.decrementAndGet();
      return CompletableFuture.completedStage(
          refusal(Reply.UNAVAILABLE, "too many calls at once; try again"));
    }
    return CompletableFuture.completedStage(request)
        .thenComposeAsync(bytes -> answered(peer, bytes), reader(request))
        .exceptionally(failure -> bytes("", unforeseen(failure)))
        .whenComplete((_, _) -> underWay.decrementAndGet());
  }

  /** Whether a proof is that of this installation's own command; see {@link Peer#local}. */
  public boolean isLocal(String proof) {
    return gatekeeper.isLocal(proof);
  }

  /**
   * The answer to a peer that is locked out, whatever its request says; empty for any other peer.
   */
  public Optional<byte[]> lockedOut(Peer peer) {
    return gatekeeper.locked(peer)
        ? Optional.of(refusal(Reply.UNAUTHORIZED, "unauthorized"))
        : Optional.empty();
  }

  /**
   * The refusal of a long request by its beginning; empty if the token is valid and the rest may be
   * read. The stage never fails.
   */
  public CompletionStage<Optional<byte[]>> refused(Peer peer, byte[] beginning) {
    return CompletableFuture.completedStage(beginning)
        .thenComposeAsync(bytes -> begun(peer, bytes), PARSING)
        .exceptionally(failure -> Optional.of(bytes("", unforeseen(failure))));
  }

  private CompletionStage<Optional<byte[]>> begun(Peer peer, byte[] beginning) {
    EnvelopeHead head;
    try {
      head = EnvelopeHead.begin(beginning);
    } catch (Envelope.Malformed malformed) {
      return CompletableFuture.completedStage(Optional.of(malformed()));
    }
    Envelope envelope = head.withoutBody();
    return gatekeeper
        .admit(peer, envelope.token())
        .thenCompose(verdict ->
            switch (verdict) {
              case Verdict.Refused(Gatekeeper.Why why) ->
                  refused(peer, envelope, why).thenApply(Optional::of);
              case Verdict.Admitted _ -> CompletableFuture.completedStage(Optional.empty());
            });
  }

  private CompletionStage<byte[]> answered(Peer peer, byte[] request) {
    EnvelopeHead head;
    try {
      head = EnvelopeHead.read(request);
    } catch (Envelope.Malformed malformed) {
      return CompletableFuture.completedStage(malformed());
    }
    return admitted(peer, head, request);
  }

  private static byte[] malformed() {
    return refusal(Reply.BAD_REQUEST, "invalid JSON request body");
  }

  /** The answer to a request without a readable envelope, or without a valid token. */
  public static byte[] refusal(int status, String error) {
    return bytes("", Reply.error(status, error));
  }

  private CompletionStage<byte[]> admitted(Peer peer, EnvelopeHead head, byte[] request) {
    Envelope envelope = head.withoutBody();
    return gatekeeper
        .admit(peer, envelope.token())
        .thenComposeAsync(
            verdict ->
                switch (verdict) {
                  case Verdict.Refused(Gatekeeper.Why why) -> refused(peer, envelope, why);
                  case Verdict.Admitted(Caller caller) -> done(caller, head, request);
                },
            reader(request));
  }

  private static Executor reader(byte[] request) {
    return request.length > SHORT ? PARSING : Runnable::run;
  }

  private CompletionStage<byte[]> done(Caller caller, EnvelopeHead head, byte[] request) {
    Envelope envelope;
    try {
      envelope = head.with(request);
    } catch (Envelope.Malformed malformed) {
      return CompletableFuture.completedStage(malformed());
    }
    return routed(caller, envelope)
        .thenCompose(reply -> recorded(Surface.RPC, caller, envelope, reply))
        .thenApply(reply -> bytes(envelope.resource(), reply));
  }

  /**
   * Refuses a request without a valid token. Attempts during a lockout are not written to the audit
   * log, because their number has no limit; the entry that begins the lockout says so.
   */
  private CompletionStage<byte[]> refused(Peer peer, Envelope envelope, Gatekeeper.Why why) {
    byte[] answer = refusal(Reply.UNAUTHORIZED, "unauthorized");
    if (why == Gatekeeper.Why.LOCKED) {
      return CompletableFuture.completedStage(answer);
    }
    ObjectNode detail = MAPPER.createObjectNode();
    detail.put("error", "unauthorized");
    if (why == Gatekeeper.Why.WRONG_AND_LOCKED) {
      detail.put("locked", "too many attempts: what follows within a minute is not listed");
    }
    AuditEntry entry =
        new AuditEntry(
            clock.instant(),
            "",
            peer.shown(),
            Surface.RPC.word(),
            recordable.method(envelope),
            recordable.resource(envelope),
            Reply.UNAUTHORIZED,
            detail.toString());
    return audit
        .write(entry)
        .handle((_, failure) -> {
          if (failure != null) {
            LOG.error("A refused attempt is not in the audit log: {}", entry, failure);
          }
          return answer;
        });
  }

  private CompletionStage<Reply> routed(Caller caller, Envelope envelope) {
    return AskPattern.<AdminRouter.Message, Reply>ask(
            router,
            replyTo -> new AdminRouter.Call(caller, envelope, replyTo),
            PATIENCE,
            system.scheduler())
        .exceptionally(AdminRpc::unforeseen);
  }

  /**
   * Writes to the audit log a call that another node accepted. That node writes the same call under
   * {@link Surface#RPC}.
   */
  private CompletionStage<Reply> recorded(AdminRouter.Forwarded forwarded, Reply reply) {
    Envelope envelope =
        new Envelope(
            forwarded.method(),
            forwarded.resource(),
            Optional.empty(),
            ForwardedBody.unpack(forwarded.body()));
    return recorded(Surface.NODE, forwarded.caller(), envelope, reply);
  }

  private CompletionStage<Reply> recorded(
      Surface surface, Caller caller, Envelope envelope, Reply reply) {
    AuditEntry entry =
        new AuditEntry(
            clock.instant(),
            caller.name(),
            caller.address(),
            surface.word(),
            recordable.method(envelope),
            recordable.resource(envelope),
            reply.status(),
            recordable.detail(envelope, reply));
    if (entry.isRead()) {
      audit.note(entry);
      return CompletableFuture.completedStage(reply);
    }
    return audit
        .write(entry)
        .thenApply(_ -> reply)
        .exceptionally(failure -> {
          LOG.error("What {} did is not in the audit log: {}", caller.name(), entry, failure);
          return reply.isRefusal()
              ? reply
              : Reply.error(
                  Reply.FAILED, "done, but the audit log could not be written; see the log");
        });
  }

  private static Reply unforeseen(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (cause instanceof TimeoutException || failure instanceof TimeoutException) {
      return Reply.error(
          Reply.TIMED_OUT, "no answer in time; what was asked for may still be done");
    }
    LOG.error("A call of an administrator failed unexpectedly", failure);
    return Reply.error(Reply.UNAVAILABLE, "not available now; try again");
  }

  private static byte[] bytes(String resource, Reply reply) {
    ObjectNode answer = MAPPER.createObjectNode();
    answer.put("status", reply.status());
    answer.put("resource", resource);
    answer.set("body", reply.body().<JsonNode>map(body -> body).orElseGet(MAPPER::nullNode));
    answer.put("error", reply.error().orElse(null));
    try {
      // Written as a string first: Jackson cannot write half a surrogate pair, which JSON may
      // contain, as bytes. Here it becomes a question mark.
      return (MAPPER.writeValueAsString(answer) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree of JSON can be written", impossible);
    }
  }
}
