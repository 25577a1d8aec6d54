package dev.switchboard.http.api;

import dev.switchboard.access.Right;
import dev.switchboard.access.grant.StaffMembership;
import dev.switchboard.access.key.KeyPermission;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.text.Unseen;
import dev.switchboard.ticket.ActSources;
import dev.switchboard.ticket.Contacts;
import dev.switchboard.ticket.Contacts.Contact;
import dev.switchboard.ticket.Openings;
import dev.switchboard.ticket.Openings.Opening;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.model.OpeningRequest;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketQuery;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Opening a ticket before the member has written: {@code POST /api/tickets} for sessions, and
 * {@code POST /api/externals/tickets/create} for API keys, as Rustmail has it. {@code POST
 * /api/tickets/{id}/reopen} opens one that goes on with a closed ticket.
 *
 * <p>A request is neither lost nor doubled as an act is not (see {@link TicketActs}): the source of
 * its Idempotency-Key is stored first, the member's correspondent stores the ticket's number
 * together with the source, and the ticket stores the source with what it begins with.
 */
public final class TicketOpeningsResource {
  /** As a reply. */
  private static final int LONGEST = 4_000;

  /** As the title of an embed in Discord. */
  private static final int LONGEST_SUBJECT = 256;

  /** As the fields of an embed in Discord. */
  private static final int MOST_FIELDS = 25;

  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_VALUE = 1_000;

  /** Discord makes a channel in less, unless many are made or it is out of reach. */
  private static final Duration CHANNEL = Duration.ofSeconds(5);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(150);

  private static final String REOPEN = "/api/tickets/{id}/reopen";

  private final Openings openings;
  private final Contacts contacts;
  private final Tickets tickets;
  private final ActSources sources;
  private final ActingStaff staff;
  private final Clock clock;

  public TicketOpeningsResource(
      Openings openings,
      Contacts contacts,
      Tickets tickets,
      ActSources sources,
      StaffMembership staff,
      Clock clock) {
    this.openings = openings;
    this.contacts = contacts;
    this.tickets = tickets;
    this.sources = sources;
    this.staff = new ActingStaff(staff);
    this.clock = clock;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/api/tickets")
            .holding(Right.ANSWER_MEMBERS)
            .withTrailOfPort()
            .does(call -> opened(call, "POST /api/tickets", Answer::created)),
        Endpoint.post(REOPEN).holding(Right.ANSWER_MEMBERS).withTrailOfPort().does(this::reopened),
        Endpoint.post("/api/externals/tickets/create")
            .byKey(KeyPermission.CREATE_TICKETS)
            .withTrailOfPort()
            // 200, as Rustmail answers.
            .does(call -> opened(call, "POST /api/externals/tickets/create", Answer::ok)));
  }

  /**
   * @param reopens the ticket that the new one goes on with; 0 for none
   */
  private record Wanted(
      long user, String subject, String message, Map<String, String> fields, long reopens) {
    static Wanted of(Fields form) {
      return new Wanted(
          form.snowflake("discord_id"),
          form.optionalText("subject", 1, LONGEST_SUBJECT).orElse(""),
          form.optionalText("message", 1, LONGEST).orElse(""),
          form.texts("fields", MOST_FIELDS, LONGEST_NAME, LONGEST_VALUE),
          0);
    }

    OpeningRequest request(long source, Staff by, Contact.Reachable contact, Clock clock) {
      return new OpeningRequest(
          source,
          by,
          contact.member(),
          contact.dmChannel(),
          subject,
          fields.entrySet().stream()
              .map(field -> new OpeningRequest.Detail(field.getKey(), field.getValue()))
              .toList(),
          message,
          reopens,
          clock.instant());
    }

    /** Everything that makes a request another one. */
    List<Object> said() {
      return List.of(String.valueOf(user), subject, message, fields);
    }
  }

  private CompletionStage<Answer> opened(
      Call call, String operation, Function<Object, Answer> answer) {
    Wanted wanted = call.body(Wanted::of);
    refuseUnseen(wanted.message());
    return once(call, operation, wanted.said(), source -> open(call, wanted, source), answer);
  }

  private static void refuseUnseen(String message) {
    if (!message.isEmpty() && Unseen.is(message)) {
      throw Problem.of(ProblemCode.EMPTY_MESSAGE, "The message has nothing that anybody could see.")
          .thrown();
    }
  }

  // ---- again

  private CompletionStage<Answer> reopened(Call call) {
    String message = call.optionalBody(form -> form.optionalText("message", 1, LONGEST).orElse(""));
    refuseUnseen(message);
    long former = call.number("id");
    return once(
        call,
        "POST " + REOPEN,
        List.of(message),
        source ->
            memberOf(former)
                .thenCompose(member ->
                    open(call, new Wanted(member, "", message, Map.of(), former), source)),
        Answer::created);
  }

  /** The member of a ticket that is at its end. */
  private CompletionStage<Long> memberOf(long ticket) {
    return tickets
        .ask(ticket, new TicketQuery.Look())
        .thenApply(overview -> {
          TicketQuery.Summary summary =
              overview.ticket().orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND).thrown());
          if (!summary.closing()) {
            throw Problem.of(ProblemCode.NOT_CLOSED).thrown();
          }
          return summary.member().id();
        });
  }

  // ---- once

  /**
   * @param opening opens the ticket of a source and gives its number
   */
  private CompletionStage<Answer> once(
      Call call,
      String operation,
      List<Object> said,
      LongFunction<CompletionStage<Long>> opening,
      Function<Object, Answer> answer) {
    return TicketActs.request(call, operation, said)
        .map(request -> known(request, opening, answer))
        .orElseGet(() ->
            sources
                .fresh()
                .thenCompose(opening::apply)
                .thenCompose(ticket -> told(ticket, answer)));
  }

  private CompletionStage<Answer> known(
      ActSources.Request request,
      LongFunction<CompletionStage<Long>> opening,
      Function<Object, Answer> answer) {
    return sources
        .of(request)
        .thenCompose(given ->
            switch (given) {
              case ActSources.Given.New(long source) ->
                  once(request, opening.apply(source), answer);
              case ActSources.Given.Known(long source, OptionalInt ticket) ->
                  ticket.isPresent()
                      ? told(ticket.getAsInt(), answer).thenApply(TicketActs::replayed)
                      : once(request, opening.apply(source), answer);
              case ActSources.Given.Other _ -> throw TicketActs.mismatch().thrown();
            });
  }

  private CompletionStage<Answer> once(
      ActSources.Request request, CompletionStage<Long> opening, Function<Object, Answer> answer) {
    return opening.thenCompose(ticket ->
        sources.done(request, Math.toIntExact(ticket)).thenCompose(_ -> told(ticket, answer)));
  }

  // ---- the opening

  /** The number of the ticket. */
  private CompletionStage<Long> open(Call call, Wanted wanted, long source) {
    return contacts
        .contact(wanted.user())
        .thenCompose(contact ->
            switch (contact) {
              case Contact.Reachable reachable ->
                  staff
                      .of(call.by())
                      .thenCompose(by ->
                          openings.open(call.by(), wanted.request(source, by, reachable, clock)))
                      .thenCompose(this::number);
              case Contact.NotThere _ ->
                  refused(
                      wanted.reopens() == 0
                          // In the words of Rustmail's reference.
                          ? Problem.of(ProblemCode.NOT_FOUND, "User not found in community server")
                          : Problem.of(ProblemCode.MEMBER_GONE));
              case Contact.Unknown _ ->
                  refused(
                      Problem.of(ProblemCode.UNAVAILABLE, "Discord does not answer.")
                          .with("Retry-After", "10"));
            });
  }

  private CompletionStage<Long> number(Opening opening) {
    return switch (opening) {
      case Opening.Opened(long ticket) -> CompletableFuture.completedStage(ticket);
      case Opening.Exists(long ticket) ->
          channel(ticket)
              .exceptionally(_ -> Optional.empty())
              .thenCompose(channel ->
                  refused(
                      Problem.of(
                              ProblemCode.TICKET_EXISTS,
                              "The member has an open ticket: %d.".formatted(ticket))
                          .telling("ticket_id", String.valueOf(ticket))
                          .telling("channel_id", channel)));
      case Opening.NotNow _ ->
          refused(
              Problem.of(ProblemCode.UNAVAILABLE, "What the member wrote is not taken yet.")
                  .with("Retry-After", "10"));
    };
  }

  private static CompletionStage<Long> refused(Problem problem) {
    return CompletableFuture.failedStage(problem.thrown());
  }

  // ---- its channel

  /**
   * @param channelId empty where the channel is still to be made
   */
  private record Told(boolean success, String ticketId, Optional<String> channelId) {}

  private CompletionStage<Answer> told(long ticket, Function<Object, Answer> answer) {
    return madeChannel(ticket, System.nanoTime() + CHANNEL.toNanos())
        .thenApply(channel -> answer.apply(new Told(true, String.valueOf(ticket), channel)));
  }

  /** The ticket is open already, so an answer that is not known is none. */
  private CompletionStage<Optional<String>> madeChannel(long ticket, long until) {
    return channel(ticket)
        .exceptionally(_ -> Optional.empty())
        .thenCompose(channel ->
            channel.isPresent() || System.nanoTime() - until >= 0
                ? CompletableFuture.completedStage(channel)
                : CompletableFuture.supplyAsync(() -> until, later())
                    .thenCompose(same -> madeChannel(ticket, same)));
  }

  private static Executor later() {
    return CompletableFuture.delayedExecutor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletionStage<Optional<String>> channel(long ticket) {
    return tickets
        .ask(ticket, new TicketQuery.Look())
        .thenApply(overview ->
            overview
                .ticket()
                .filter(summary -> summary.channel() != 0)
                .map(summary -> String.valueOf(summary.channel())));
  }
}
