package dev.switchboard.http.api;

import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principal;
import dev.switchboard.composer.Drafts;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.ApiJson;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.IdempotencyKey;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.http.endpoint.ProblemException;
import dev.switchboard.ticket.ActSources;
import dev.switchboard.ticket.Hash;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.Uploads;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import org.apache.pekko.Done;

/**
 * Carries out an act of a request by the port {@link Tickets}.
 *
 * <p>An act is neither lost nor doubled, whenever the process or the connection ends. It is
 * answered after its effect and its entry in the audit log are stored, so one that was answered is
 * not lost. One that was not answered may be asked for again with the same Idempotency-Key:
 *
 * <ol>
 *   <li>The key's row with the act's source is committed first. Nothing was done then.
 *   <li>The ticket stores the source and the effect in the same transaction. From then on it
 *       answers the same source without doing anything.
 *   <li>The audit log takes the act once, by the ticket and the source.
 *   <li>The ticket's answer is stored in the key's row. A ticket knows some thousand of its newest
 *       messages, and would do an older act again.
 * </ol>
 *
 * <p>Without a key each request is an act of its own, and a client that heard no answer cannot ask
 * again without the risk of a second one.
 */
final class TicketActs {
  private static final String REPLAYED = "Idempotent-Replayed";
  private static final Done DONE = Done.getInstance();

  private final Tickets tickets;
  private final ActSources sources;
  private final Composer composer;
  private final Uploads uploads;
  private final ActingStaff staff;
  private final BlindAnswers blind;
  private final Clock clock;

  TicketActs(
      Tickets tickets,
      ActSources sources,
      Composer composer,
      Uploads uploads,
      ActingStaff staff,
      Clock clock) {
    this.tickets = tickets;
    this.sources = sources;
    this.composer = composer;
    this.uploads = uploads;
    this.staff = staff;
    this.blind = new BlindAnswers(tickets);
    this.clock = clock;
  }

  /** Makes the command of an act. */
  @FunctionalInterface
  interface Making {
    TicketCommand.Act command(long source, Staff by, Instant at);
  }

  /**
   * An act that a request asks for.
   *
   * @param said everything of the body that makes a request another one, as a value of JSON; not
   *     what only says when it is to be refused
   * @param files the uploaded files of a reply, by their numbers
   * @param draft the draft that is sent with it; empty where there is none
   * @param afterHeld whether what the caller holds in the ticket is sent first
   * @param answer the answer to the message's number
   */
  record Act(
      long ticket,
      Object said,
      Making making,
      List<Long> files,
      Optional<Drafts.Sent> draft,
      boolean afterHeld,
      IntFunction<Answer> answer) {
    Act {
      files = List.copyOf(files);
    }

    Act(long ticket, Object said, Making making, IntFunction<Answer> answer) {
      this(ticket, said, making, List.of(), Optional.empty(), false, answer);
    }

    /** The same, with uploaded files. */
    Act with(List<Long> uploaded) {
      return new Act(ticket, said, making, uploaded, draft, afterHeld, answer);
    }

    /** The same, with a draft that is sent. */
    Act sending(Optional<Drafts.Sent> sent) {
      return new Act(ticket, said, making, files, sent, afterHeld, answer);
    }

    /** The same, which comes behind what the caller holds. */
    Act behindHeld() {
      return new Act(ticket, said, making, files, draft, true, answer);
    }
  }

  CompletionStage<Answer> carriedOut(Call call, String operation, Act act) {
    Optional<ActSources.Request> request = request(call, operation, act.said());
    return given(call, act, request)
        .thenCompose(given ->
            switch (given) {
              case ActSources.Given.New(long source) -> once(call, act, request, source);
              case ActSources.Given.Known(long source, OptionalInt number) ->
                  number.isPresent()
                      ? CompletableFuture.completedStage(
                          replayed(act.answer().apply(number.getAsInt())))
                      : again(call, act, request, source);
              case ActSources.Given.Other _ -> throw mismatch().thrown();
            });
  }

  /** The scope is the caller, the operation and the key; everything else is the body. */
  static Optional<ActSources.Request> request(Call call, String operation, Object said) {
    Principal by = call.by();
    return IdempotencyKey.of(call.request())
        .map(key ->
            new ActSources.Request(
                Hash.of(by.source().surface().word(), UserResource.holderId(by), operation, key),
                Hash.of(
                    new TreeMap<>(call.path()).toString(),
                    new String(ApiJson.written(said), StandardCharsets.UTF_8))));
  }

  static Problem mismatch() {
    return Problem.of(
        ProblemCode.IDEMPOTENCY_MISMATCH,
        "This Idempotency-Key came with another request before. Send a key of its own with each"
            + " request.");
  }

  private CompletionStage<ActSources.Given> given(
      Call call, Act act, Optional<ActSources.Request> request) {
    if (act.draft().isPresent()) {
      return composer.drafts().send(call.by(), act.draft().get(), request);
    }
    return request.isPresent()
        ? sources.of(request.get())
        : sources.fresh().thenApply(ActSources.Given.New::new);
  }

  /** The process ended before the answer was stored, or both are under way at once. */
  private CompletionStage<Answer> again(
      Call call, Act act, Optional<ActSources.Request> request, long source) {
    return tickets
        .ask(act.ticket(), new TicketQuery.IsDone(source))
        .thenCompose(before ->
            once(call, act, request, source)
                .thenApply(answer -> before.done() ? replayed(answer) : answer));
  }

  private CompletionStage<Answer> once(
      Call call, Act act, Optional<ActSources.Request> request, long source) {
    return settled(call, act, source, done(call, act, source))
        .thenCompose(number ->
            request
                .<CompletionStage<?>>map(known -> sources.done(known, number))
                .orElseGet(() -> CompletableFuture.completedStage(number))
                .thenApply(_ -> act.answer().apply(number)));
  }

  /** The answer to a request that was carried out before. */
  static Answer replayed(Answer answer) {
    return answer.with(REPLAYED, "true");
  }

  /** The number that the ticket answers. */
  private CompletionStage<Integer> done(Call call, Act act, long source) {
    return behindHeld(call, act).thenCompose(_ -> withFiles(call, act, source));
  }

  private CompletionStage<Integer> withFiles(Call call, Act act, long source) {
    if (act.files().isEmpty()) {
      return done(call, act, source, List.of());
    }
    return uploads
        .claim(act.files(), act.ticket(), holder(call), source)
        .thenCompose(files ->
            done(
                call,
                act,
                source,
                files.orElseThrow(() -> Problem.of(ProblemCode.UNKNOWN_FILE).thrown())))
        .handle((number, failure) ->
            failure == null ? CompletableFuture.completedStage(number) : failed(source, failure))
        .thenCompose(stage -> stage);
  }

  /** Whoever uploads a file: the surface, and the user or key. */
  static String holder(Call call) {
    return Uploads.holder(call.by().source().surface(), UserResource.holderId(call.by()));
  }

  /** What was refused was not done; of every other failure nobody knows. */
  private CompletionStage<Integer> failed(long source, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    CompletionStage<Integer> failed = CompletableFuture.failedStage(cause);
    return cause instanceof ProblemException
        ? uploads.release(source).handle((_, _) -> failed).thenCompose(stage -> stage)
        : failed;
  }

  private CompletionStage<Integer> done(Call call, Act act, long source, List<Attachment> files) {
    return staff
        .of(call.by())
        .thenCompose(by -> {
          TicketCommand.Act made = act.making().command(source, by, clock.instant());
          TicketCommand.Act command =
              made instanceof TicketCommand.Reply reply ? reply.with(files) : made;
          return tickets
              .act(call.by(), act.ticket(), command)
              .thenCompose(reply -> number(call.by(), act.ticket(), command, reply));
        });
  }

  private CompletionStage<?> behindHeld(Call call, Act act) {
    if (!act.afterHeld()) {
      return CompletableFuture.completedStage(true);
    }
    return composer
        .held()
        .sendNow(call.by(), act.ticket())
        .thenApply(sent -> {
          if (!sent) {
            throw Problem.of(ProblemCode.UNAVAILABLE, "What you wrote before is still being sent.")
                .with("Retry-After", "2")
                .thrown();
          }
          return sent;
        });
  }

  /**
   * What was refused is a draft again. Where the outcome is not known, or cannot be stored now, the
   * draft's words stay aside until the ticket is asked.
   */
  private CompletionStage<Integer> settled(
      Call call, Act act, long source, CompletionStage<Integer> done) {
    if (act.draft().isEmpty()) {
      return done;
    }
    return done.handle(
            (_, failure) -> {
              boolean known =
                  failure == null
                      || NotPermitted.isCauseOf(failure)
                      || failure instanceof ProblemException
                      || failure.getCause() instanceof ProblemException;
              return known
                  ? composer
                      .drafts()
                      .settle(call.by(), source, failure == null)
                      .exceptionally(_ -> DONE)
                  : CompletableFuture.completedStage(DONE);
            })
        .thenCompose(stage -> stage)
        .thenCompose(_ -> done);
  }

  private CompletionStage<Integer> number(
      Principal by, long ticket, TicketCommand.Act command, TicketReply reply) {
    return switch (reply) {
      case TicketReply.Taken(int number) -> CompletableFuture.completedStage(number);
      case TicketReply.Absent _ -> refused(Problem.of(ProblemCode.NOT_FOUND));
      case TicketReply.Closed _ -> refused(Problem.of(ProblemCode.TICKET_CLOSED));
      case TicketReply.Full _ ->
          refused(
              Problem.of(ProblemCode.UNAVAILABLE, "The ticket takes nothing more now.")
                  .with("Retry-After", "10"));
      case TicketReply.Refused(TicketReply.Reason reason) -> number(by, ticket, command, reason);
    };
  }

  private static CompletionStage<Integer> refused(Problem problem) {
    return CompletableFuture.failedStage(problem.thrown());
  }

  private CompletionStage<Integer> number(
      Principal by, long ticket, TicketCommand.Act command, TicketReply.Reason reason) {
    return switch (reason) {
      case NO_SUCH_MESSAGE ->
          refused(Problem.of(ProblemCode.NOT_FOUND, "The ticket has no message with this number."));
      case NOT_A_REPLY ->
          refused(
              Problem.of(
                  ProblemCode.NOT_A_REPLY, "Only replies of staff can be changed and deleted."));
      case ALREADY_DELETED -> refused(Problem.of(ProblemCode.ALREADY_DELETED));
      case EMPTY_MESSAGE ->
          refused(
              Problem.of(
                  ProblemCode.EMPTY_MESSAGE, "The text has nothing that anybody could see."));
      case TOO_LONG ->
          refused(
              Problem.of(
                  ProblemCode.TOO_LONG,
                  "The text takes more messages than the old one, in the place of which it is to"
                      + " stand."));
      case ALREADY_CLOSING -> refused(Problem.of(ProblemCode.ALREADY_CLOSING));
      case NOT_CLOSED -> refused(Problem.of(ProblemCode.NOT_CLOSED));
      case NEWER_MESSAGES -> {
        int seen = command instanceof TicketCommand.Reply reply ? reply.lastSeen() : 0;
        yield blind.problem(by, ticket, seen, command.by()).thenCompose(TicketActs::refused);
      }
      case TICKET_EXISTS -> refused(Problem.of(ProblemCode.TICKET_EXISTS));
      case ALREADY_MERGED -> refused(Problem.of(ProblemCode.ALREADY_MERGED));
      case NOT_LATER ->
          refused(
              Problem.of(
                  ProblemCode.NOT_MERGEABLE, "A ticket is merged into a later ticket only."));
      case OTHER_MEMBER ->
          refused(
              Problem.of(
                  ProblemCode.NOT_MERGEABLE,
                  "The other ticket is of another member, or there is none."));
      case PURGED ->
          refused(Problem.of(ProblemCode.GONE, "What was said in the ticket is erased."));
    };
  }
}
