package dev.switchboard.http.api;

import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.composer.Drafts;
import dev.switchboard.composer.HeldReplies;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The replies that wait to be sent: {@code /api/tickets/{id}/held}. Everybody who may answer sees
 * that there is one; its words are for its author alone, who may still take it back.
 */
public final class HeldRepliesResource {
  private final HeldReplies held;

  public HeldRepliesResource(HeldReplies held) {
    this.held = held;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/api/tickets/{id}/held").holding(Right.ANSWER_MEMBERS).does(this::all),
        Endpoint.delete("/api/tickets/{id}/held/{held}")
            .holding(Right.ANSWER_MEMBERS)
            .does(this::cancel));
  }

  private record Author(String id, String name) {}

  private record Shown(
      String id,
      boolean own,
      Author author,
      String state,
      Optional<String> refused,
      Optional<String> text,
      Optional<Boolean> anonymous,
      Optional<List<String>> files,
      Instant dueAt) {
    static Shown of(HeldReplies.Held one, long reader) {
      Optional<Drafts.Words> words =
          one.owner() == reader ? Optional.of(one.words()) : Optional.empty();
      return new Shown(
          String.valueOf(one.id()),
          one.owner() == reader,
          new Author(String.valueOf(one.owner()), one.author()),
          one.state().name().toLowerCase(Locale.ROOT),
          one.refused(),
          words.map(Drafts.Words::text),
          words.map(Drafts.Words::anonymous),
          words.map(Drafts.Words::files),
          one.due());
    }
  }

  private record Listed(List<Shown> held) {}

  private CompletionStage<Answer> all(Call call) {
    long reader = call.by() instanceof Principal.DiscordUser user ? user.id() : 0;
    return held.held(call.by(), call.number("id"))
        .thenApply(found ->
            Answer.ok(new Listed(found.stream().map(one -> Shown.of(one, reader)).toList())));
  }

  private record TakenBack(
      String text,
      boolean anonymous,
      List<String> files,
      boolean restored,
      DraftsResource.Shown draft) {}

  private CompletionStage<Answer> cancel(Call call) {
    return held.cancel(call.by(), call.number("id"), call.number("held"))
        .thenApply(cancelling ->
            switch (cancelling) {
              case HeldReplies.Cancelling.Cancelled(
                      Drafts.Words words,
                      Drafts.Draft draft,
                      boolean restored) ->
                  Answer.ok(
                      new TakenBack(
                          words.text(),
                          words.anonymous(),
                          words.files(),
                          restored,
                          DraftsResource.Shown.of(draft)));
              case HeldReplies.Cancelling.TooLate _ ->
                  throw Problem.of(ProblemCode.ALREADY_SENT).thrown();
              case HeldReplies.Cancelling.Unknown _ ->
                  throw Problem.of(ProblemCode.NOT_FOUND).thrown();
            });
  }
}
