package dev.switchboard.http.api;

import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.http.endpoint.ProblemException;
import dev.switchboard.ticket.ActSources;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Makes something for a request, once for each Idempotency-Key: keys, webhooks, their secrets,
 * grants. The key's row is committed first, and gets the id of what was made behind it. A request
 * that was refused leaves no row.
 *
 * <p>A secret is stored nowhere that it could be told from again. So a request that comes again is
 * answered with 409 and {@code already_done}, and the id of what was made, rather than as before;
 * and without an id where nobody knows whether it was made. It is never made twice.
 */
final class MadeOnce {
  private final ActSources sources;

  MadeOnce(ActSources sources) {
    this.sources = sources;
  }

  /**
   * What was made.
   *
   * @param id its number
   */
  record Made(long id, Answer answer) {}

  /** Makes something whose answer has a secret. */
  CompletionStage<Answer> secret(
      Call call, String operation, List<Object> said, Supplier<CompletionStage<Made>> making) {
    return make(
        call,
        operation,
        said,
        making,
        known -> {
          throw alreadyDone(known).thrown();
        });
  }

  /**
   * Makes something that is the same when it is made again, such as a grant.
   *
   * @param again the answer for the id of what was made
   */
  CompletionStage<Answer> same(
      Call call,
      String operation,
      List<Object> said,
      Supplier<CompletionStage<Made>> making,
      LongFunction<Answer> again) {
    return make(
        call,
        operation,
        said,
        making,
        known ->
            known.isPresent()
                ? CompletableFuture.completedStage(
                    TicketActs.replayed(again.apply(known.getAsInt())))
                : making.get().thenApply(made -> TicketActs.replayed(made.answer())));
  }

  /** The answer to a request that came before. */
  private interface Again {
    CompletionStage<Answer> answer(OptionalInt id);
  }

  private CompletionStage<Answer> make(
      Call call,
      String operation,
      List<Object> said,
      Supplier<CompletionStage<Made>> making,
      Again again) {
    return TicketActs.request(call, operation, said)
        .map(request ->
            sources
                .of(request)
                .thenCompose(given ->
                    switch (given) {
                      case ActSources.Given.New _ -> first(request, making);
                      case ActSources.Given.Known(_, OptionalInt id) -> again.answer(id);
                      case ActSources.Given.Other _ -> throw TicketActs.mismatch().thrown();
                    }))
        .orElseGet(() -> making.get().thenApply(Made::answer));
  }

  private CompletionStage<Answer> first(
      ActSources.Request request, Supplier<CompletionStage<Made>> making) {
    return CompletableFuture.completedStage(making)
        .thenCompose(Supplier::get)
        .handle(
            (made, failure) -> failure == null ? noted(request, made) : refused(request, failure))
        .thenCompose(stage -> stage);
  }

  /** It is made, so it is told whether or not the id can be stored. */
  private CompletionStage<Answer> noted(ActSources.Request request, Made made) {
    return sources.done(request, Math.toIntExact(made.id())).handle((_, _) -> made.answer());
  }

  /** What was refused was not made; of every other failure nobody knows. */
  private CompletionStage<Answer> refused(ActSources.Request request, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    CompletionStage<Answer> failed = CompletableFuture.failedStage(cause);
    return cause instanceof ProblemException
        ? sources.forget(request).handle((_, _) -> failed).thenCompose(stage -> stage)
        : failed;
  }

  private static Problem alreadyDone(OptionalInt id) {
    return id.isPresent()
        ? Problem.of(
                ProblemCode.ALREADY_DONE,
                "This request was carried out before. Its secret is not told again.")
            .telling("id", String.valueOf(id.getAsInt()))
        : Problem.of(
            ProblemCode.ALREADY_DONE,
            "This request came before. Whether it was carried out is not known: look at the list.");
  }
}
