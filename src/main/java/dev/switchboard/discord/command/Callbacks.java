package dev.switchboard.discord.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.DiscordRest;
import dev.switchboard.text.Words;
import java.time.Duration;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Discord's endpoints for answers to interactions. They are exempt from the bot's rate limits, so
 * these calls bypass the {@code Dispatcher}. Thread-safe.
 */
public final class Callbacks {
  private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Discord takes the first answer within 3 s; after that a repetition is useless. */
  private static final Duration FIRST_ANSWER = Duration.ofMillis(2_700);

  private static final Duration AGAIN = Duration.ofMillis(200);
  private static final int EPHEMERAL = 1 << 6;
  private static final int ALREADY_ANSWERED = 40060;
  private static final int ATTEMPTS = 4;

  private final DiscordRest rest;
  private final Words words;

  /** The result of a first answer. */
  enum First {
    TAKEN,
    /**
     * Discord took an earlier one: from an earlier process, or from an attempt that failed for us.
     */
    TAKEN_BEFORE,
    MISSED
  }

  Callbacks(DiscordRest rest, Words words) {
    this.words = words;
    this.rest = rest;
  }

  /** Type 5: shows "thinking" to the user alone. */
  CompletionStage<First> defer(Interaction.Key key) {
    return first(key, callback(5, JSON.objectNode().put("flags", EPHEMERAL)));
  }

  /** Type 6: defers the answer to a button without showing anything. */
  CompletionStage<First> deferQuietly(Interaction.Key key) {
    return first(key, JSON.objectNode().put("type", 6));
  }

  /** Type 4: the answer itself, visible to the user alone. */
  CompletionStage<First> refuse(Interaction.Key key, String text) {
    return first(key, callback(4, message(text).put("flags", EPHEMERAL)));
  }

  /**
   * Type 8: suggests values for a number option.
   *
   * @param choices at most 25 names of at most 100 characters, by value, in order
   */
  CompletionStage<First> suggest(Interaction.Key key, SequencedMap<Integer, String> choices) {
    ObjectNode data = JSON.objectNode();
    var listed = data.putArray("choices");
    choices.forEach((value, name) -> listed.addObject().put("name", name).put("value", value));
    return first(key, callback(8, data));
  }

  /** Type 9: opens a form with one field that contains the text. */
  CompletionStage<First> open(Interaction.Key key, String customId, String text) {
    ObjectNode modal = JSON.objectNode();
    modal.put("custom_id", customId);
    modal.put("title", words.of(new DeskMessage.EditTitle()));
    ObjectNode label = modal.putArray("components").addObject();
    label.put("type", 18);
    label.put("label", words.of(new DeskMessage.EditLabel()));
    ObjectNode input = label.putObject("component");
    input.put("type", 4);
    input.put("custom_id", EditCommand.TEXT);
    input.put("style", 2);
    input.put("required", true);
    input.put("max_length", EditCommand.LONGEST);
    if (!text.isEmpty()) {
      input.put("value", text);
    }
    return first(key, callback(9, modal));
  }

  /** Replaces the deferral by the answer. False if Discord did not take it. */
  public CompletionStage<Boolean> answer(Interaction.Key key, String text) {
    return often(edit(key, message(text)), ATTEMPTS);
  }

  /** Changes the message with the pressed button and removes its buttons. */
  public CompletionStage<Boolean> replace(Interaction.Key key, String text) {
    ObjectNode message = message(text);
    message.putArray("components");
    return often(edit(key, message), ATTEMPTS);
  }

  /** Sends a further answer that only the user sees. */
  public CompletionStage<Boolean> whisper(Interaction.Key key, String text) {
    Call call =
        Call.post("/webhooks/{application}/{token}", key.application(), key.token())
            .withBody(message(text).put("flags", EPHEMERAL));
    return often(call, ATTEMPTS);
  }

  private static Call edit(Interaction.Key key, ObjectNode message) {
    return Call.patch(
            "/webhooks/{application}/{token}/messages/@original", key.application(), key.token())
        .withBody(message);
  }

  private static ObjectNode callback(int type, ObjectNode data) {
    ObjectNode callback = JSON.objectNode().put("type", type);
    callback.set("data", data);
    return callback;
  }

  private static ObjectNode message(String text) {
    ObjectNode message = JSON.objectNode().put("content", CommandAnswers.clipped(text));
    message.putObject("allowed_mentions").putArray("parse");
    return message;
  }

  /**
   * Sends the first answer. Only Discord's reply shows that it came within 3 s: later answers are
   * refused (10062) by Discord's own clock.
   */
  private CompletionStage<First> first(Interaction.Key key, ObjectNode callback) {
    Call call =
        Call.post("/interactions/{interaction}/{token}/callback", key.id(), key.token())
            .withBody(callback);
    return first(key, call, System.nanoTime() + FIRST_ANSWER.toNanos());
  }

  private CompletionStage<First> first(Interaction.Key key, Call call, long until) {
    return rest.exchange(call)
        .thenCompose(answer ->
            switch (answer) {
              case Answer.Ok _ -> CompletableFuture.completedStage(First.TAKEN);
              case Answer.Refused refused when refused.code() == ALREADY_ANSWERED ->
                  CompletableFuture.completedStage(First.TAKEN_BEFORE);
              case Answer.Refused _ -> missed(key, answer);
              case Answer.Limited _, Answer.Failed _, Answer.Unreachable _ ->
                  System.nanoTime() + AGAIN.toNanos() < until
                      ? after(AGAIN).thenCompose(_ -> first(key, call, until))
                      : missed(key, answer);
            });
  }

  private static CompletionStage<First> missed(Interaction.Key key, Answer answer) {
    LOG.warn("{} was not answered in time: {}", key, answer);
    return CompletableFuture.completedStage(First.MISSED);
  }

  /** Up to four attempts with growing pauses, since only the words could be lost by now. */
  private CompletionStage<Boolean> often(Call call, int left) {
    return rest.exchange(call)
        .thenCompose(answer ->
            switch (answer) {
              case Answer.Ok _ -> CompletableFuture.completedStage(true);
              case Answer.Refused _ -> dropped(call, answer);
              case Answer.Limited(Duration retryAfter, _, _) ->
                  left > 1
                      ? after(retryAfter).thenCompose(_ -> often(call, left - 1))
                      : dropped(call, answer);
              case Answer.Failed _, Answer.Unreachable _ ->
                  left > 1
                      ? after(Duration.ofSeconds(1L << (ATTEMPTS - left)))
                          .thenCompose(_ -> often(call, left - 1))
                      : dropped(call, answer);
            });
  }

  private static CompletionStage<Boolean> dropped(Call call, Answer answer) {
    LOG.warn("an answer to an interaction was dropped ({}): {}", call.path(), answer);
    return CompletableFuture.completedStage(false);
  }

  private static CompletionStage<Void> after(Duration pause) {
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS));
  }
}
