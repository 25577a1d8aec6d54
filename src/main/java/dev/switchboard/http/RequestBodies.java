package dev.switchboard.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.extractActorSystem;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.mapRequest;
import static org.apache.pekko.http.javadsl.server.Directives.mapRouteResultFuture;
import static org.apache.pekko.http.javadsl.server.Directives.onComplete;

import dev.switchboard.access.Peer;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * Reads request bodies into memory: at most {@link #SMALL} bytes of each until the sender is known,
 * and {@link #IN_FLIGHT} bytes of all together. A body for which there is no room is not read.
 * Shared by all surfaces of the process. Thread-safe.
 */
public final class RequestBodies {
  /** The longest body of an unknown sender, in bytes. */
  static final int SMALL = 64 * 1024;

  /** The bytes of all bodies in memory. Half of it is for those longer than SMALL. */
  static final long IN_FLIGHT = 16L * 1024 * 1024;

  /** The part of each half for one address, in bytes. */
  private static final long EACH = IN_FLIGHT / 8;

  /** The bytes for this installation's own command, which strangers cannot use up. */
  private static final long LOCAL = 4L * 1024 * 1024;

  /** A body grows in an array that may be half empty, or is in memory twice for a moment. */
  private static final int TIMES = 2;

  /** The time for the beginning of a body to arrive, and again for the rest. */
  private static final Duration ARRIVAL = Duration.ofSeconds(5);

  /** The time to wait for room: longer than the present holder may keep it. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  /** The slow bodies of one address in a minute, after which its bodies are refused. */
  private static final int SLOW = 10;

  private final PeerAddress peers;
  private final BodyMemory small = new BodyMemory(IN_FLIGHT / 2, EACH, PATIENCE);
  private final BodyMemory large = new BodyMemory(IN_FLIGHT / 2, EACH, PATIENCE);
  private final BodyMemory local = new BodyMemory(LOCAL, LOCAL, PATIENCE);
  private final Duration arrival;
  private final AddressPace slow = new AddressPace(SLOW, Integer.MAX_VALUE, System::nanoTime);

  public RequestBodies(PeerAddress peers) {
    this(peers, ARRIVAL);
  }

  /**
   * @param arrival how long each part of a body may take to arrive
   */
  RequestBodies(PeerAddress peers, Duration arrival) {
    this.peers = peers;
    this.arrival = arrival;
  }

  // ---- for routes that only take small bodies

  /** Wraps routes so that every body is small and read before they see the request. */
  Route small(Supplier<Route> routes) {
    return extractActorSystem(system ->
        extractRequest(request -> {
          if (request.entity().isKnownEmpty()) {
            return routes.get();
          }
          if (length(request.entity()).orElse(0) > SMALL) {
            return completeWithFuture(throwAway(request, system).thenApply(_ -> tooLarge()));
          }
          return onComplete(
              whole(request, system),
              read ->
                  read.isSuccess()
                      ? with(read.get(), routes)
                      : complete(refused(read.failed().get())));
        }));
  }

  private static Route with(Whole body, Supplier<Route> routes) {
    return mapRouteResultFuture(
        answer -> answer.whenComplete((_, _) -> body.release()),
        () ->
            mapRequest(
                request ->
                    request.withEntity(
                        HttpEntities.create(request.entity().getContentType(), body.bytes())),
                routes));
  }

  private CompletionStage<Whole> whole(HttpRequest request, ClassicActorSystemProvider system) {
    return read(
        request,
        Peer.at(peers.of(request)),
        system,
        body ->
            body.begin()
                .thenApply(part -> {
                  if (!part.whole()) {
                    throw new TooLarge();
                  }
                  return new Whole(part.bytes(), body.keptRoom());
                }));
  }

  private static HttpResponse refused(Throwable failure) {
    return switch (Unread.of(failure)) {
      case TOO_LARGE -> tooLarge();
      case NO_ROOM ->
          Answers.error(
                  StatusCodes.SERVICE_UNAVAILABLE,
                  "Too much is sent at once. Try again in a moment.",
                  "busy")
              .addHeader(RawHeader.create("Retry-After", "10"));
      case TOO_SLOW ->
          Answers.error(
              StatusCodes.REQUEST_TIMEOUT, "The body did not arrive in time.", "too-slow");
      case BROKEN ->
          Answers.error(StatusCodes.BAD_REQUEST, "The request is not understood.", "bad-request");
    };
  }

  private static HttpResponse tooLarge() {
    return Answers.error(StatusCodes.CONTENT_TOO_LARGE, "The body is too large.", "body-too-large");
  }

  // ---- for routes that take longer bodies from known senders

  /** Why a body was not read. */
  public enum Unread {
    TOO_LARGE,
    NO_ROOM,
    TOO_SLOW,
    BROKEN;

    public static Unread of(Throwable failure) {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      return switch (cause) {
        case TooLarge _ -> TOO_LARGE;
        case BodyMemory.Full _ -> NO_ROOM;
        case TimeoutException _ -> TOO_SLOW;
        default -> BROKEN;
      };
    }
  }

  private static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLarge() {
      super("the body is too large", null, false, false);
    }
  }

  /** A body that is read only on demand. */
  public final class Arriving {
    private final Peer caller;
    private final BodyMemory.Room room;
    private final IncomingBody body;
    private boolean kept;

    private Arriving(Peer caller, BodyMemory.Room room, IncomingBody body) {
      this.caller = caller;
      this.room = room;
      this.body = body;
    }

    /** The beginning of the body, which is the entire body if that is small. */
    public CompletionStage<IncomingBody.Part> begin() {
      return read(SMALL)
          .thenApply(part -> {
            if (part.whole()) {
              room.shrinkTo(part.bytes().length);
            }
            return part;
          });
    }

    /** The entire body, once its sender is known. */
    public CompletionStage<Whole> rest(int most) {
      return (caller.local() ? local : large)
          .take(caller, TIMES * most)
          .thenCompose(more ->
              read(most)
                  .thenApply(part -> {
                    if (!part.whole()) {
                      throw new TooLarge();
                    }
                    more.shrinkTo(part.bytes().length);
                    return new Whole(part.bytes(), more);
                  })
                  .whenComplete((_, failure) -> {
                    if (failure != null) {
                      more.close();
                    }
                  }));
    }

    private CompletionStage<IncomingBody.Part> read(int most) {
      // The stream itself has no timeout: see IncomingBody.
      return body.read(most)
          .orTimeout(arrival.toMillis(), TimeUnit.MILLISECONDS)
          .whenComplete((_, failure) -> {
            if (failure != null && Unread.of(failure) == Unread.TOO_SLOW) {
              slow.take(caller);
            }
          });
    }

    /** The room of the beginning. The caller has to close it. */
    private BodyMemory.Room keptRoom() {
      kept = true;
      return room;
    }

    private boolean isWhole() {
      return body.hasEnded();
    }

    /** Throws away the part that was not read. */
    private CompletionStage<Done> finish(Supplier<CompletionStage<Done>> turns) {
      if (!kept) {
        room.close();
      }
      return body.throwAway(arrival, turns);
    }
  }

  /** An entire body with its room in memory. */
  public static final class Whole {
    private final byte[] bytes;
    private final BodyMemory.Room room;

    private Whole(byte[] bytes, BodyMemory.Room room) {
      this.bytes = bytes;
      this.room = room;
    }

    public byte[] bytes() {
      return bytes;
    }

    /** Gives the memory back. To be called once, when the bytes are no longer needed. */
    public void release() {
      room.close();
    }
  }

  /** The address that the request comes from. */
  public InetAddress caller(HttpRequest request) {
    return peers.of(request);
  }

  /**
   * Waits for room, lets {@code reading} read, and throws away the rest before the answer.
   *
   * @param caller the caller in whose share the room is counted
   * @param reading uses the body; its room is given back afterwards
   * @return the result of {@code reading}; fails with the causes of {@link Unread}
   */
  public <T> CompletionStage<T> read(
      HttpRequest request,
      Peer caller,
      ClassicActorSystemProvider system,
      Function<Arriving, CompletionStage<T>> reading) {
    return opened(request, caller, system)
        .handle((body, failure) ->
            failure == null
                ? after(reading.apply(body), () -> finish(request, body))
                : after(
                    CompletableFuture.<T>failedStage(failure), () -> throwAway(request, system)))
        .thenCompose(Function.identity());
  }

  /** A body that is read as a stream by a reader that may block. */
  public final class Streamed {
    private final HttpRequest request;
    private final IncomingBody body;
    private final InputStream stream;

    private Streamed(HttpRequest request, IncomingBody body, InputStream stream) {
      this.request = request;
      this.body = body;
      this.stream = stream;
    }

    /** The bytes; reading fails with {@link BodyTooSlow}. */
    public InputStream stream() {
      return stream;
    }

    /** Throws away what was not read, so that its sender hears the answer; never fails. */
    public CompletionStage<Done> finish() {
      if (body.hasEnded()) {
        return CompletableFuture.completedStage(Done.getInstance());
      }
      request.getAttribute(Connections.OF_REQUEST).ifPresent(Connections.Connection::refuses);
      return body.throwAway(arrival, turns(request));
    }
  }

  /**
   * Reads a body as a stream. Its sender is known, and the caller bounds how many are read at once.
   *
   * @param pause after which the sender is too slow
   * @param whole the time for the whole body
   */
  public Streamed stream(
      HttpRequest request, ClassicActorSystemProvider system, Duration pause, Duration whole) {
    IncomingBody body = IncomingBody.of(request.entity(), system);
    return new Streamed(request, body, body.stream(pause, whole));
  }

  private static CompletionStage<Done> finish(HttpRequest request, Arriving body) {
    if (!body.isWhole()) {
      request.getAttribute(Connections.OF_REQUEST).ifPresent(Connections.Connection::refuses);
    }
    return body.finish(turns(request));
  }

  /** When unwanted bytes may be read from the connection of a request. */
  private static Supplier<CompletionStage<Done>> turns(HttpRequest request) {
    return request
        .getAttribute(Connections.OF_REQUEST)
        .<Supplier<CompletionStage<Done>>>map(connection -> connection::drainTurn)
        .orElse(() -> CompletableFuture.completedStage(Done.getInstance()));
  }

  private static <T> CompletionStage<T> after(
      CompletionStage<T> outcome, Supplier<CompletionStage<Done>> last) {
    return outcome
        .handle((_, _) -> last.get())
        .thenCompose(Function.identity())
        .thenCompose(_ -> outcome);
  }

  private CompletionStage<Arriving> opened(
      HttpRequest request, Peer caller, ClassicActorSystemProvider system) {
    if (slow.isSpent(caller)) {
      return CompletableFuture.failedStage(new BodyMemory.Full());
    }
    int expected = (int) Math.min(length(request.entity()).orElse(SMALL), SMALL);
    return (caller.local() ? local : small)
        .take(caller, TIMES * expected)
        .thenApply(room -> new Arriving(caller, room, IncomingBody.of(request.entity(), system)));
  }

  /**
   * Throws away a body of which nothing was read, up to the first pause, so that its sender
   * receives the answer. A sender that waits for {@code 100 Continue} does not get it.
   *
   * @return never fails
   */
  public CompletionStage<Done> throwAway(HttpRequest request, ClassicActorSystemProvider system) {
    request.getAttribute(Connections.OF_REQUEST).ifPresent(Connections.Connection::refuses);
    return request.entity().isStrict() || request.getHeader("Expect").isPresent()
        ? CompletableFuture.completedStage(Done.getInstance())
        : IncomingBody.of(request.entity(), system).throwAway(arrival, turns(request));
  }

  /** The length that the body declares. */
  public static OptionalLong length(HttpEntity entity) {
    return entity.getContentLengthOption();
  }
}
