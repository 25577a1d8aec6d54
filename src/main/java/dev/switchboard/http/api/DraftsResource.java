package dev.switchboard.http.api;

import dev.switchboard.access.Right;
import dev.switchboard.composer.Drafts;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * The caller's own drafts in a ticket: {@code /api/tickets/{id}/drafts}. They leave no entry in the
 * audit log, as nobody else is told of them.
 */
public final class DraftsResource {
  /** More than a reply has, so that whatever was pasted is kept until it is made shorter. */
  private static final int LONGEST = 12_000;

  /** Discord's largest number of files in a message. */
  private static final int FILES = 10;

  private static final int LONGEST_FILE_ID = 100;

  static final int LARGEST_VERSION = 1_000_000_000;

  private final Drafts drafts;

  public DraftsResource(Drafts drafts) {
    this.drafts = drafts;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        own(Endpoint.get("/api/tickets/{id}/drafts"), this::all),
        own(Endpoint.get("/api/tickets/{id}/drafts/{kind}"), this::one),
        own(Endpoint.put("/api/tickets/{id}/drafts/{kind}"), this::save),
        own(Endpoint.delete("/api/tickets/{id}/drafts/{kind}"), this::discard));
  }

  private static Endpoint own(Endpoint.Draft draft, Endpoint.Handler handler) {
    return draft.holding(Right.ANSWER_MEMBERS).withTrailOfPort().does(handler);
  }

  record Shown(
      String kind,
      int version,
      String text,
      boolean anonymous,
      List<String> files,
      Optional<String> refused,
      Optional<Instant> savedAt) {
    static Shown of(Drafts.Draft draft) {
      return new Shown(
          draft.kind().word(),
          draft.version(),
          draft.words().text(),
          draft.words().anonymous(),
          draft.words().files(),
          draft.refused(),
          draft.changed());
    }
  }

  private record Listed(List<Shown> drafts) {}

  private static Drafts.Kind kind(Call call) {
    String word = call.path("kind");
    return Arrays.stream(Drafts.Kind.values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND).thrown());
  }

  private CompletionStage<List<Drafts.Draft>> drafts(Call call) {
    return drafts
        .drafts(call.by(), call.number("id"))
        .thenApply(found -> found.orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND).thrown()));
  }

  private CompletionStage<Answer> all(Call call) {
    return drafts(call)
        .thenApply(found -> Answer.ok(new Listed(found.stream().map(Shown::of).toList())));
  }

  private CompletionStage<Answer> one(Call call) {
    Drafts.Kind kind = kind(call);
    return drafts(call)
        .thenApply(found ->
            found.stream()
                .filter(draft -> draft.kind() == kind)
                .findFirst()
                .map(draft -> Answer.ok(Shown.of(draft)))
                .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND).thrown()));
  }

  private record Wanted(int version, Drafts.Words words) {
    static Wanted of(Fields fields, Drafts.Kind kind) {
      return new Wanted(
          (int) fields.number("version", 1, LARGEST_VERSION),
          new Drafts.Words(
              fields.optionalText("text", 0, LONGEST).orElse(""),
              fields.flag("anonymous", false) && kind == Drafts.Kind.REPLY,
              fields.texts("files", FILES, LONGEST_FILE_ID)));
    }
  }

  private CompletionStage<Answer> save(Call call) {
    long ticket = call.number("id");
    Drafts.Kind kind = kind(call);
    Wanted wanted = call.body(fields -> Wanted.of(fields, kind));
    return drafts
        .save(call.by(), ticket, kind, wanted.version(), wanted.words())
        .thenApply(DraftsResource::answer);
  }

  private CompletionStage<Answer> discard(Call call) {
    long ticket = call.number("id");
    Drafts.Kind kind = kind(call);
    OptionalInt version =
        call.query(fields -> version(fields.optionalNumber("version", 1, LARGEST_VERSION)));
    return drafts.discard(call.by(), ticket, kind, version).thenApply(DraftsResource::answer);
  }

  static OptionalInt version(OptionalLong number) {
    return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
  }

  private static Answer answer(Drafts.Change change) {
    return switch (change) {
      case Drafts.Change.Stored(Drafts.Draft draft) -> Answer.ok(Shown.of(draft));
      case Drafts.Change.Outdated(Drafts.Draft present) ->
          throw Problem.of(
                  ProblemCode.OUTDATED_DRAFT,
                  "Version %d of the draft is stored. Nothing was changed."
                      .formatted(present.version()))
              .telling("draft", Shown.of(present))
              .thrown();
      case Drafts.Change.NoTicket _ -> throw Problem.of(ProblemCode.NOT_FOUND).thrown();
      case Drafts.Change.TooMany _ ->
          throw Problem.of(
                  ProblemCode.CONFLICT,
                  "You have %d drafts: send or discard some.".formatted(Drafts.MOST))
              .thrown();
    };
  }
}
