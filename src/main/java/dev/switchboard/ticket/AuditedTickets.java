package dev.switchboard.ticket;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.AuditEntry;
import dev.switchboard.access.AuditLog;
import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principal;
import dev.switchboard.ticket.model.ActSource;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Writes each {@link Tickets#act} into the audit log, after its effect is stored and before the
 * caller gets the reply.
 *
 * <p>Every act that was reported to its caller is in the audit log. If the audit log cannot be
 * written because the database is out of reach, the act fails although it is done. The caller then
 * asks again, as the desk does until it succeeds; the ticket recognises the command by its source
 * and does not do it twice. So no act is missing or listed twice. Messages to the member do not
 * wait for the audit log.
 *
 * <p>An entry contains ids and lengths, never words of a member or of staff. Thread-safe.
 */
public final class AuditedTickets implements Tickets {
  private static final int DONE = 200;
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final Tickets tickets;
  private final AuditLog audit;
  private final Clock clock;

  public AuditedTickets(Tickets tickets, AuditLog audit, Clock clock) {
    this.tickets = tickets;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public CompletionStage<TicketReply> act(Principal by, long ticket, TicketCommand.Act command) {
    return tickets
        .act(by, ticket, command)
        .handle((reply, failure) ->
            failure == null
                ? written(by, ticket, command, reply)
                : refused(by, ticket, command, failure))
        .thenCompose(stage -> stage);
  }

  private CompletionStage<TicketReply> written(
      Principal by, long ticket, TicketCommand.Act command, TicketReply reply) {
    ObjectNode detail = detail(by, command);
    // Done all the same: the desk in Discord deletes the channel again, as Tickets.act says.
    if (command instanceof TicketCommand.Close
        && reply instanceof TicketReply.Closed
        && !ActSource.isOverHttp(command.source())) {
      detail.put("already", "closed").put("done", "channel deleted again");
      return write(by, ticket, command, DONE, detail).thenApply(_ -> reply);
    }
    int status = status(reply);
    if (status != DONE) {
      detail.put("refused", reason(reply));
    }
    return write(by, ticket, command, status, detail).thenApply(_ -> reply);
  }

  private CompletionStage<TicketReply> refused(
      Principal by, long ticket, TicketCommand.Act command, Throwable failure) {
    CompletionStage<TicketReply> failed = CompletableFuture.failedStage(failure);
    return NotPermitted.isCauseOf(failure)
        ? write(by, ticket, command, FORBIDDEN, detail(by, command).put("refused", "not permitted"))
            .thenCompose(_ -> failed)
        : failed;
  }

  /**
   * A command has one effect, also when it is sent again. An earlier refusal of it has an entry of
   * its own: a late command may be refused first and then be repeated with its button.
   */
  private CompletionStage<?> write(
      Principal by, long ticket, TicketCommand.Act command, int status, ObjectNode detail) {
    String act = "%d/%d".formatted(ticket, command.source());
    return audit.writeOnce(
        status == DONE ? act : act + "/" + status,
        new AuditEntry(
            clock.instant(),
            by.name(),
            by.source().address().orElse(""),
            by.source().surface().word(),
            "POST",
            "/tickets/%d/%s".formatted(ticket, verb(command)),
            status,
            detail.toString()));
  }

  private static String verb(TicketCommand.Act command) {
    return switch (command) {
      case TicketCommand.Reply _ -> "reply";
      case TicketCommand.WriteNote _ -> "note";
      case TicketCommand.EditReply _ -> "edit";
      case TicketCommand.DeleteReply _ -> "delete";
      case TicketCommand.Handle handle -> handle.change().property();
      case TicketCommand.Close _ -> "close";
      case TicketCommand.Merge _ -> "merge";
    };
  }

  private static ObjectNode detail(Principal by, TicketCommand.Act command) {
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    detail.put("request", by.source().request());
    switch (command) {
      case TicketCommand.Reply reply ->
          detail
              .put("characters", characters(reply.content().text()))
              .put("files", reply.content().attachments().size())
              .put("anonymous", reply.anonymous());
      case TicketCommand.WriteNote note ->
          detail.put("characters", characters(note.content().text()));
      case TicketCommand.EditReply edit ->
          detail.put("number", edit.number()).put("characters", characters(edit.text()));
      case TicketCommand.DeleteReply delete -> detail.put("number", delete.number());
      case TicketCommand.Handle handle -> detail.put("value", handle.change().value());
      case TicketCommand.Close close ->
          detail.put("reason_characters", characters(close.reason())).put("silent", close.silent());
      case TicketCommand.Merge merge -> detail.put("into", merge.into());
    }
    return detail;
  }

  private static int characters(String text) {
    return text.codePointCount(0, text.length());
  }

  private static int status(TicketReply reply) {
    return switch (reply) {
      case TicketReply.Taken _ -> DONE;
      case TicketReply.Absent _ -> NOT_FOUND;
      case TicketReply.Refused(TicketReply.Reason why) ->
          switch (why) {
            case EMPTY_MESSAGE, TOO_LONG -> BAD_REQUEST;
            case NO_SUCH_MESSAGE -> NOT_FOUND;
            case NOT_A_REPLY,
                ALREADY_DELETED,
                ALREADY_CLOSING,
                NOT_CLOSED,
                NEWER_MESSAGES,
                TICKET_EXISTS,
                ALREADY_MERGED,
                NOT_LATER,
                OTHER_MEMBER,
                PURGED ->
                CONFLICT;
          };
      case TicketReply.Closed _, TicketReply.Full _ -> CONFLICT;
    };
  }

  /** The audit log stores these words: they do not change when a class is renamed. */
  private static String reason(TicketReply reply) {
    return switch (reply) {
      case TicketReply.Refused(TicketReply.Reason why) ->
          why.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      case TicketReply.Absent _ -> "absent";
      case TicketReply.Closed _ -> "closed";
      case TicketReply.Full _ -> "full";
      case TicketReply.Taken _ -> "taken";
    };
  }

  @Override
  public CompletionStage<TicketReply> ask(long ticket, TicketCommand.Unguarded command) {
    return tickets.ask(ticket, command);
  }

  @Override
  public <R extends TicketQuery.Answer> CompletionStage<R> ask(long ticket, TicketQuery<R> query) {
    return tickets.ask(ticket, query);
  }

  @Override
  public void tell(long ticket, TicketCommand.Unguarded command) {
    tickets.tell(ticket, command);
  }

  @Override
  public void typing(long ticket) {
    tickets.typing(ticket);
  }
}
