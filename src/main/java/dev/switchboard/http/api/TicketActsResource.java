package dev.switchboard.http.api;

import dev.switchboard.access.Right;
import dev.switchboard.access.grant.StaffMembership;
import dev.switchboard.access.key.KeyPermission;
import dev.switchboard.composer.Drafts;
import dev.switchboard.composer.HeldReplies;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.ticket.ActSources;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.Uploads;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.HandlingChange;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.model.TicketCommand;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What staff do to a ticket: replies, notes, closing, the priority, merging. Each is the same act
 * as the command of that name in Discord, and shown there, too. Below {@code /api/externals} API
 * keys reply and close.
 */
public final class TicketActsResource {
  /** Discord's longest message: 4,000 characters, for those who pay. A reply is split. */
  private static final int LONGEST = 4_000;

  /** Discord's limit for the files of a message. */
  private static final int MOST_FILES = 10;

  /** Discord's limit for a reason in its audit log, which a typed reason has, too. */
  static final int LONGEST_REASON = 512;

  static final Map<String, Priority> PRIORITIES =
      Arrays.stream(Priority.values())
          .collect(Collectors.toUnmodifiableMap(Priority::word, priority -> priority));

  private final TicketActs acts;
  private final HeldActs held;

  public TicketActsResource(
      Tickets tickets,
      ActSources sources,
      Composer composer,
      Uploads uploads,
      StaffMembership membership,
      Clock clock) {
    ActingStaff staff = new ActingStaff(membership);
    acts = new TicketActs(tickets, sources, composer, uploads, staff, clock);
    held = new HeldActs(tickets, composer.held(), uploads, staff);
  }

  public List<Endpoint> endpoints() {
    return Stream.of(
            replies(Endpoint.post("/api/tickets/{id}/replies")),
            session(Endpoint.patch("/api/tickets/{id}/replies/{number}"), this::edit),
            session(Endpoint.delete("/api/tickets/{id}/replies/{number}"), this::delete),
            session(Endpoint.post("/api/tickets/{id}/notes"), this::note),
            session(Endpoint.post("/api/tickets/{id}/close"), this::close),
            session(Endpoint.put("/api/tickets/{id}/priority"), this::priority),
            session(Endpoint.post("/api/tickets/{id}/merge"), this::merge),
            key(
                Endpoint.post("/api/externals/tickets/{id}/replies"),
                KeyPermission.REPLY_TICKETS,
                this::replyByKey),
            key(
                Endpoint.post("/api/externals/tickets/{id}/close"),
                KeyPermission.CLOSE_TICKETS,
                this::closeByKey))
        .toList();
  }

  private Endpoint session(Endpoint.Draft draft, Function<Call, TicketActs.Act> act) {
    return does(draft, draft.holding(Right.ANSWER_MEMBERS), act);
  }

  private Endpoint key(
      Endpoint.Draft draft, KeyPermission permission, Function<Call, TicketActs.Act> act) {
    return does(draft, draft.byKey(permission), act);
  }

  private Endpoint does(
      Endpoint.Draft draft, Endpoint.Unfinished operation, Function<Call, TicketActs.Act> act) {
    String name = draft.method() + " " + draft.path();
    return operation.withTrailOfPort().does(call -> acts.carriedOut(call, name, act.apply(call)));
  }

  // ---- replies

  /** Sent at once, or held so that it can be taken back. */
  private Endpoint replies(Endpoint.Draft draft) {
    String name = draft.method() + " " + draft.path();
    return draft
        .holding(Right.ANSWER_MEMBERS)
        .withTrailOfPort()
        .does(call -> {
          WantedReply wanted = call.body(WantedReply::of);
          return wanted.hold().isZero()
              ? acts.carriedOut(call, name, reply(call, wanted).behindHeld())
              : held.held(call, name, heldReply(call, wanted));
        });
  }

  /**
   * @param hold zero for a reply that is sent at once
   * @param draft the version of the draft that is sent; empty for none
   */
  private record WantedReply(
      String text,
      boolean anonymous,
      int lastSeen,
      List<Long> files,
      Duration hold,
      OptionalInt draft) {
    static WantedReply of(Fields fields) {
      List<Long> files = fields.ids("files", MOST_FILES);
      return new WantedReply(
          text(fields, files),
          fields.flag("anonymous", false),
          lastSeen(fields),
          files,
          Duration.ofSeconds(
              fields.optionalNumber("hold_seconds", 0, HeldReplies.LONGEST.toSeconds()).orElse(0)),
          draftVersion(fields));
    }

    static WantedReply byKey(Fields fields) {
      List<Long> files = fields.ids("files", MOST_FILES);
      return new WantedReply(
          text(fields, files),
          fields.flag("anonymous", false),
          lastSeen(fields),
          files,
          Duration.ZERO,
          OptionalInt.empty());
    }

    private static String text(Fields fields, List<Long> files) {
      return files.isEmpty()
          ? fields.text("text", 1, LONGEST)
          : fields.optionalText("text", 0, LONGEST).orElse("");
    }

    private static int lastSeen(Fields fields) {
      return (int) fields.optionalNumber("last_seen", 1, Integer.MAX_VALUE).orElse(0);
    }

    /** Without files as it was before there were any, since it is compared with what is stored. */
    List<Object> said() {
      return files.isEmpty() ? List.of(text, anonymous) : List.of(text, anonymous, files);
    }

    Drafts.Words words() {
      return new Drafts.Words(text, anonymous, files.stream().map(String::valueOf).toList());
    }
  }

  private static OptionalInt draftVersion(Fields fields) {
    return DraftsResource.version(
        fields.optionalNumber("draft_version", 1, DraftsResource.LARGEST_VERSION));
  }

  private static Optional<Drafts.Sent> sent(
      long ticket, Drafts.Kind kind, OptionalInt version, Drafts.Words words) {
    return version.isPresent()
        ? Optional.of(new Drafts.Sent(ticket, kind, version.getAsInt(), words))
        : Optional.empty();
  }

  private record Written(boolean success, String ticketId, int number) {}

  private TicketActs.Act replyByKey(Call call) {
    return reply(call, call.body(WantedReply::byKey));
  }

  /**
   * {@code last_seen} is no part of what makes the request another one: after a refusal the same
   * reply may be sent again by somebody who has seen more. Neither is the version of the draft,
   * which may have been saved again meanwhile.
   */
  private TicketActs.Act reply(Call call, WantedReply wanted) {
    long ticket = call.number("id");
    return new TicketActs.Act(
            ticket,
            wanted.said(),
            (source, by, at) ->
                new TicketCommand.Reply(
                    source,
                    by,
                    Content.of(wanted.text()),
                    wanted.anonymous(),
                    false,
                    wanted.lastSeen(),
                    at),
            number -> written(ticket, number))
        .with(wanted.files())
        .sending(sent(ticket, Drafts.Kind.REPLY, wanted.draft(), wanted.words()));
  }

  private static HeldActs.Reply heldReply(Call call, WantedReply wanted) {
    return new HeldActs.Reply(
        call.number("id"),
        Stream.concat(wanted.said().stream(), Stream.of(wanted.hold().toSeconds())).toList(),
        wanted.words(),
        wanted.lastSeen(),
        wanted.hold(),
        wanted.draft());
  }

  private static Answer written(long ticket, int number) {
    return Answer.created(new Written(true, String.valueOf(ticket), number));
  }

  private TicketActs.Act edit(Call call) {
    int reply = message(call);
    String text = call.body(fields -> fields.text("text", 1, LONGEST));
    return new TicketActs.Act(
        call.number("id"),
        List.of(text),
        (source, by, at) -> new TicketCommand.EditReply(source, by, reply, text, false, at),
        _ -> Answer.success());
  }

  private TicketActs.Act delete(Call call) {
    int reply = message(call);
    return new TicketActs.Act(
        call.number("id"),
        List.of(),
        (source, by, at) -> new TicketCommand.DeleteReply(source, by, reply, false, at),
        _ -> Answer.success());
  }

  /** The number of a message in the path; a ticket never has more than an int counts. */
  private static int message(Call call) {
    long number = call.number("number");
    if (number > Integer.MAX_VALUE) {
      throw Problem.of(ProblemCode.NOT_FOUND).thrown();
    }
    return (int) number;
  }

  // ---- all the others

  private record WantedNote(String text, OptionalInt draft) {
    static WantedNote of(Fields fields) {
      return new WantedNote(fields.text("text", 1, LONGEST), draftVersion(fields));
    }
  }

  private TicketActs.Act note(Call call) {
    long ticket = call.number("id");
    WantedNote wanted = call.body(WantedNote::of);
    return new TicketActs.Act(
            ticket,
            List.of(wanted.text()),
            (source, by, at) ->
                new TicketCommand.WriteNote(source, by, Content.of(wanted.text()), at),
            number -> written(ticket, number))
        .sending(
            sent(
                ticket,
                Drafts.Kind.NOTE,
                wanted.draft(),
                new Drafts.Words(wanted.text(), false, List.of())));
  }

  private record WantedEnd(String reason, boolean silent) {
    static WantedEnd of(Fields fields) {
      return new WantedEnd(
          fields.optionalText("reason", 0, LONGEST_REASON).orElse(""),
          fields.flag("silent", false));
    }
  }

  /** What the caller holds is sent before: a closed ticket would refuse it. */
  private TicketActs.Act close(Call call) {
    return closeByKey(call).behindHeld();
  }

  private TicketActs.Act closeByKey(Call call) {
    WantedEnd wanted = call.optionalBody(WantedEnd::of);
    return new TicketActs.Act(
        call.number("id"),
        List.of(wanted.reason(), wanted.silent()),
        (source, by, at) ->
            new TicketCommand.Close(source, by, wanted.reason(), wanted.silent(), false, at),
        _ -> Answer.success());
  }

  private TicketActs.Act merge(Call call) {
    long into = call.body(fields -> fields.id("into"));
    return new TicketActs.Act(
        call.number("id"),
        List.of(into),
        (source, by, at) -> new TicketCommand.Merge(source, by, into, at),
        _ -> Answer.success());
  }

  private TicketActs.Act priority(Call call) {
    Priority wanted = call.body(fields -> fields.choice("priority", PRIORITIES));
    return new TicketActs.Act(
        call.number("id"),
        List.of(wanted.word()),
        (source, by, at) ->
            new TicketCommand.Handle(source, by, new HandlingChange.SetPriority(wanted), false, at),
        _ -> Answer.success());
  }
}
