package dev.switchboard.discord.message;

import static dev.switchboard.discord.message.MessageReader.name;
import static dev.switchboard.discord.message.MessageReader.words;

import com.fasterxml.jackson.databind.JsonNode;
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

  static String poll(JsonNode poll) {
    List<String> lines = new ArrayList<>();
    String question = name(poll.path("question").path("text"));
    lines.add("Poll" + (question.isEmpty() ? "" : ": " + question));
    Map<Long, Long> votes = new HashMap<>();
    for (JsonNode count : poll.path("results").path("answer_counts")) {
      votes.put(count.path("id").asLong(), count.path("count").asLong());
    }
    for (JsonNode answer : poll.path("answers")) {
      JsonNode media = answer.path("poll_media");
      String text =
          (name(media.path("emoji").path("name")) + " " + name(media.path("text"))).strip();
      long count = votes.getOrDefault(answer.path("answer_id").asLong(), 0L);
      lines.add("- " + (text.isEmpty() ? "?" : text) + (count > 0 ? " · " + votes(count) : ""));
    }
    return String.join("\n", lines);
  }

  /** Reads the result of a poll, which Discord sends as fields of an embed. */
  static String result(JsonNode message) {
    Map<String, String> fields = new HashMap<>();
    for (JsonNode embed : message.path("embeds")) {
      for (JsonNode field : embed.path("fields")) {
        fields.put(words(field.path("name")), name(field.path("value")));
      }
    }
    String question = fields.getOrDefault("poll_question_text", "");
    String start = question.isEmpty() ? "*A poll has ended*" : "*A poll has ended*: " + question;
    String winner =
        (fields.getOrDefault("victor_answer_emoji_name", "")
                + " "
                + fields.getOrDefault("victor_answer_text", ""))
            .strip();
    long total = number(fields.getOrDefault("total_votes", ""));
    if (winner.isEmpty()) {
      return total > 0 ? start + " · a draw, " + votes(total) : start + " · no answer has won";
    }
    long won = number(fields.getOrDefault("victor_answer_votes", ""));
    return "%s · **%s** has won with %d of %s".formatted(start, winner, won, votes(total));
  }

  private static long number(String digits) {
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
  }

  private static String votes(long count) {
    return count == 1 ? "1 vote" : count + " votes";
  }
}
