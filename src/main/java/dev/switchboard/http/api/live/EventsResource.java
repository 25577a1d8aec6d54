package dev.switchboard.http.api.live;

import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.access.grant.PanelAccess;
import dev.switchboard.access.grant.PanelRights;
import dev.switchboard.access.session.Sessions;
import dev.switchboard.feed.LiveFeed;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.presence.Presence;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.stream.javadsl.Source;

/**
 * What happens to tickets, as it happens: {@code GET /api/events}, a stream of server-sent events
 * (WHATWG HTML). By the id of an event a client resumes on any node.
 */
public final class EventsResource {
  private static final String PAUSE = "5";

  private static final int LONGEST_ID = 25;

  private final LiveFeed feed;
  private final Presence presence;
  private final Sessions sessions;
  private final PanelRights rights;
  private final EventSlots slots = new EventSlots();
  private final EventStream.Times times;

  public EventsResource(LiveFeed feed, Presence presence, Sessions sessions, PanelRights rights) {
    this(feed, presence, sessions, rights, EventStream.Times.USUAL);
  }

  EventsResource(
      LiveFeed feed,
      Presence presence,
      Sessions sessions,
      PanelRights rights,
      EventStream.Times times) {
    this.feed = feed;
    this.presence = presence;
    this.sessions = sessions;
    this.rights = rights;
    this.times = times;
  }

  public List<Endpoint> endpoints() {
    return List.of(Endpoint.get("/api/events").holding(Right.VIEW_TICKETS).does(this::events));
  }

  private CompletionStage<Answer> events(Call call) {
    Optional<EventId> resumed = resumed(call);
    String session =
        call.session().orElseThrow(() -> new IllegalStateException("a session is asked for here"));
    if (slots.isSessionFull(session)) {
      throw Problem.of(
              ProblemCode.TOO_MANY_REQUESTS,
              "This session has %d event streams already.".formatted(EventSlots.OF_SESSION))
          .with("Retry-After", PAUSE)
          .thrown();
    }
    if (slots.isNodeFull()) {
      throw Problem.of(ProblemCode.UNAVAILABLE, "There are too many event streams. Try again soon.")
          .with("Retry-After", PAUSE)
          .thrown();
    }
    EventStream.Ports ports =
        new EventStream.Ports(feed, presence, slots, () -> access(session, call.by()));
    return feed.head()
        .thenApply(head ->
            Answer.stream(
                    "text/event-stream",
                    Source.fromGraph(
                        new EventStream(
                            ports, EventStream.Client.of(session, resumed, head), times)))
                // nginx would keep events back until its buffer is full.
                .with("X-Accel-Buffering", "no"));
  }

  /** A browser that connects again sends the header, and the address that it had at first. */
  private static Optional<EventId> resumed(Call call) {
    Optional<EventId> asked =
        call.query(fields ->
            fields
                .optionalText("last_event_id", 1, LONGEST_ID)
                .flatMap(text -> {
                  Optional<EventId> id = EventId.of(text);
                  if (id.isEmpty()) {
                    fields.wrong("last_event_id", "format", "has to be the id of an event");
                  }
                  return id;
                }));
    Optional<String> header = call.request().header("Last-Event-ID");
    if (header.isEmpty()) {
      return asked;
    }
    Optional<EventId> id = EventId.of(header.get());
    if (id.isEmpty()) {
      throw Problem.of(ProblemCode.BAD_REQUEST, "'Last-Event-ID' has to be the id of an event.")
          .thrown();
    }
    return id;
  }

  private CompletionStage<Optional<PanelAccess>> access(String session, Principal by) {
    return sessions
        .isLive(session)
        .thenCompose(live ->
            !live
                ? CompletableFuture.completedStage(Optional.empty())
                : by instanceof Principal.DiscordUser user
                    ? rights.of(user.id()).thenApply(Optional::of)
                    : CompletableFuture.completedStage(Optional.of(PanelAccess.NONE)));
  }
}
