package dev.switchboard.discord.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.Refusals;
import dev.switchboard.discord.gateway.GatewayLink;
import dev.switchboard.discord.message.MessageReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Requests, one by one, edited messages whose text is not known and that are too old for the pages
 * of a backfill. Thread-safe; never blocks.
 *
 * @param rest makes the calls
 */
record UnknownEdits(GatewayLink.CallRest rest) {
  private static final int UNAUTHORIZED = 401;

  /**
   * Discord's answers; messages refused, or without a text, are in neither collection.
   *
   * @param said messages with their present content
   * @param gone ids of messages that no longer exist
   */
  record Told(List<JsonNode> said, Set<Long> gone) {
    static final Told NOTHING = new Told(List.of(), Set.of());

    Told {
      said = List.copyOf(said);
      gone = Set.copyOf(gone);
    }

    /** The ids of all these messages. */
    Set<Long> messages() {
      Set<Long> all = new HashSet<>(gone);
      said.forEach(message -> all.add(HistoryPage.id(message)));
      return all;
    }

    private Told with(long message, Answer answer) {
      return switch (answer) {
        case Answer.Ok ok
            when MessageReader.hasText(ok.body()) && HistoryPage.id(ok.body()) == message -> {
          List<JsonNode> more = new ArrayList<>(said);
          more.add(ok.body());
          yield new Told(more, gone);
        }
        case Answer.Refused refused when refused.code() == Refusals.UNKNOWN_MESSAGE -> {
          Set<Long> more = new HashSet<>(gone);
          more.add(message);
          yield new Told(said, more);
        }
        case Answer.Ok _,
            Answer.Refused _,
            Answer.Limited _,
            Answer.Failed _,
            Answer.Unreachable _ ->
            this;
      };
    }
  }

  /** Requests the messages in turn. A temporary failure fails all; the caller asks again. */
  CompletionStage<Told> ask(long channel, Collection<Long> messages) {
    CompletionStage<Told> told = CompletableFuture.completedStage(Told.NOTHING);
    for (long message : messages.stream().sorted().toList()) {
      told =
          told.thenCompose(before ->
              rest.exchange(Call.get("/channels/{channel}/messages/{message}", channel, message))
                  .thenCompose(answer ->
                      isFinal(answer)
                          ? CompletableFuture.completedStage(before.with(message, answer))
                          : CompletableFuture.failedStage(
                              new IOException("message %d: %s".formatted(message, answer)))));
    }
    return told;
  }

  private static boolean isFinal(Answer answer) {
    return switch (answer) {
      case Answer.Ok _ -> true;
      case Answer.Refused refused -> refused.status() != UNAUTHORIZED;
      case Answer.Limited _, Answer.Failed _, Answer.Unreachable _ -> false;
    };
  }
}
