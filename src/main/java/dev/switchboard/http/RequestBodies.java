package dev.switchboard.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.extractActorSystem;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.mapRequest;
import static org.apache.pekko.http.javadsl.server.Directives.mapRouteResultFuture;
import static org.apache.pekko.http.javadsl.server.Directives.onComplete;

import dev.switchboard.access.Peer;
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
 * How bodies of requests get into memory, whoever sends them: at most {@link #SMALL} bytes of each
 * until it is known who sends it, and {@link #IN_FLIGHT} bytes of all together, whatever they are
 * for. A body for which there is no room is not read. Shared by all surfaces of the process. Safe
 * for use by several threads.
 */
public final class RequestBodies {
  /** Bytes of a body of anybody's. */
  static final int SMALL = 64 * 1024;

  /** Bytes of all bodies together that are in memory; half of it is for those longer than SMALL. */
  static final long IN_FLIGHT = 16L * 1024 * 1024;

  /** Of them for one address. */
  private static final long EACH = IN_FLIGHT / 8;

  /** Bytes for this installation's own command, which strangers cannot take from it. */
  private static final long LOCAL = 4L * 1024 * 1024;

  /** A body grows in an array that may be half empty, or stands there twice for a moment. */
  private static final int TIMES = 2;

  /** How long the beginning of a body may take to arrive, and how long the rest. */
  private static final Duration ARRIVAL = Duration.ofSeconds(5);

  /** How long it may wait for room: longer than whoever has it may keep it. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  /** Bodies that came too slowly, of one address in a minute: after these it is not waited. */
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
   * @param arrival how long a body may take to arrive
   */
  RequestBodies(PeerAddress peers, Duration arrival) {
    this.peers = peers;
    this.arrival = arrival;
  }

  // ---- for routes that know nothing of it

  /** Routes in which every body is small, and there before they see the request. */
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
        answer -> answer.whenComplete((_, _) -> body.room().close()),
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

  // ---- for routes that take more of whom they know

  /** Why a body is not there. */
  enum Unread {
    TOO_LARGE,
    NO_ROOM,
    TOO_SLOW,
    BROKEN;

    static Unread of(Throwable failure) {
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

  /** A body of which as much is read as is asked for. */
  final class Arriving {
    private final Peer caller;
    private final BodyMemory.Room room;
    private final IncomingBody body;
    private boolean kept;

    private Arriving(Peer caller, BodyMemory.Room room, IncomingBody body) {
      this.caller = caller;
      this.room = room;
      this.body = body;
    }

    /** Its beginning, which is all of it if it is small. */
    CompletionStage<IncomingBody.Part> begin() {
      return read(SMALL)
          .thenApply(part -> {
            if (part.whole()) {
              room.shrinkTo(part.bytes().length);
            }
            return part;
          });
    }

    /** All of it, when it is known who sends it. */
    CompletionStage<Whole> rest(int most) {
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
      // The stream itself is given no time: see Incoming.
      return body.read(most)
          .orTimeout(arrival.toMillis(), TimeUnit.MILLISECONDS)
          .whenComplete((_, failure) -> {
            if (failure != null && Unread.of(failure) == Unread.TOO_SLOW) {
              slow.take(caller);
            }
          });
    }

    /** The room that its beginning takes, for whoever asks to give back. */
    private BodyMemory.Room keptRoom() {
      kept = true;
      return room;
    }

    private boolean isWhole() {
      return body.hasEnded();
    }

    /** What was not read is thrown away. */
    private CompletionStage<Done> finish(Supplier<CompletionStage<Done>> turns) {
      if (!kept) {
        room.close();
      }
      return body.throwAway(arrival, turns);
    }
  }

  /** A body that is there, with the room that it takes. */
  static final class Whole {
    private final byte[] bytes;
    private final BodyMemory.Room room;

    private Whole(byte[] bytes, BodyMemory.Room room) {
      this.bytes = bytes;
      this.room = room;
    }

    byte[] bytes() {
      return bytes;
    }

    BodyMemory.Room room() {
      return room;
    }
  }

  /** From where the request comes. */
  InetAddress caller(HttpRequest request) {
    return peers.of(request);
  }

  /**
   * Waits for room, then reads as much as is wanted, and throws the rest away before the answer.
   *
   * @param caller of whose share it takes room
   * @param reading what to do with the body, whose room is given back afterwards
   * @return as {@code reading}; fails with what {@link Unread} names
   */
  <T> CompletionStage<T> read(
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

  private static CompletionStage<Done> finish(HttpRequest request, Arriving body) {
    if (!body.isWhole()) {
      request.getAttribute(Connections.OF_REQUEST).ifPresent(Connections.Connection::refuses);
    }
    return body.finish(turns(request));
  }

  /** When bytes that nobody wants may be taken from the connection of a request. */
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
   * Throws away a body of which nothing was read, so that whoever sends it hears the answer: as far
   * as it comes without a pause. Whoever waits to be told to go on is not told so.
   *
   * @return never exceptionally
   */
  CompletionStage<Done> throwAway(HttpRequest request, ClassicActorSystemProvider system) {
    request.getAttribute(Connections.OF_REQUEST).ifPresent(Connections.Connection::refuses);
    return request.entity().isStrict() || request.getHeader("Expect").isPresent()
        ? CompletableFuture.completedStage(Done.getInstance())
        : IncomingBody.of(request.entity(), system).throwAway(arrival, turns(request));
  }

  /** How long it says that it is. */
  static OptionalLong length(HttpEntity entity) {
    return entity.getContentLengthOption();
  }
}
