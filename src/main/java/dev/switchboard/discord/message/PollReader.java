package dev.switchboard.discord.message;

import static dev.switchboard.discord.message.MessageReader.name;
import static dev.switchboard.discord.message.MessageReader.words;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.text.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Converts polls to lines: the question and answers with their votes, and the result of an ended
 * poll ("Poll Resource" in Discord's documentation).
 */
final class PollReader {
  private PollReader() {}

  static Message poll(JsonNode poll) {
    List<Message> lines = new ArrayList<>();
    String question = name(poll.path("question").path("text"));
    lines.add(
        question.isEmpty() ? new ContentMessage.Poll() : new ContentMessage.NamedPoll(question));
    Map<Long, Long> votes = new HashMap<>();
    for (JsonNode count : poll.path("results").path("answer_counts")) {
      votes.put(count.path("id").asLong(), count.path("count").asLong());
    }
    for (JsonNode answer : poll.path("answers")) {
      JsonNode media = answer.path("poll_media");
      String text =
          (name(media.path("emoji").path("name")) + " " + name(media.path("text"))).strip();
      long count = votes.getOrDefault(answer.path("answer_id").asLong(), 0L);
      Message answered = new Message.Verbatim("- " + (text.isEmpty() ? "?" : text));
      lines.add(
          count > 0
              ? new Message.Joined(" · ", List.of(answered, new ContentMessage.Votes(count)))
              : answered);
    }
    return Message.Joined.lines(lines);
  }

  /** Reads the result of a poll, which Discord sends as fields of an embed. */
  static Message result(JsonNode message) {
    Map<String, String> fields = new HashMap<>();
    for (JsonNode embed : message.path("embeds")) {
      for (JsonNode field : embed.path("fields")) {
        fields.put(words(field.path("name")), name(field.path("value")));
      }
    }
    String question = fields.getOrDefault("poll_question_text", "");
    Message ended =
        question.isEmpty()
            ? new ContentMessage.PollEnded()
            : new ContentMessage.NamedPollEnded(question);
    String winner =
        (fields.getOrDefault("victor_answer_emoji_name", "")
                + " "
                + fields.getOrDefault("victor_answer_text", ""))
            .strip();
    long total = number(fields.getOrDefault("total_votes", ""));
    if (winner.isEmpty()) {
      return total > 0
          ? new ContentMessage.PollDrawn(ended, new ContentMessage.Votes(total))
          : new ContentMessage.PollUndecided(ended);
    }
    long won = number(fields.getOrDefault("victor_answer_votes", ""));
    return new ContentMessage.PollWon(ended, winner, won, new ContentMessage.Votes(total));
  }

  private static long number(String digits) {
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
  }
}
