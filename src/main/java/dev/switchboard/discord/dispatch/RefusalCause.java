package dev.switchboard.discord.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of a message that Discord refuses, as far as its answer tells ("JSON Error Codes" and
 * "Error Messages" in its documentation).
 */
public sealed interface RefusalCause {
  /** The reference to the answered message. */
  record Answered() implements RefusalCause {}

  /** The size of the files. */
  record Size() implements RefusalCause {}

  /**
   * The files.
   *
   * @param which numbers of the planned files, from 0; empty if unknown
   */
  record Files(List<Integer> which) implements RefusalCause {
    public Files {
      which = List.copyOf(which);
    }
  }

  /**
   * Files that Discord named.
   *
   * @param which numbers of the files in the request, from 0; empty if Discord named none
   */
  record FilesSent(List<Integer> which) implements RefusalCause {
    public FilesSent {
      which = List.copyOf(which);
    }
  }

  /** Any file: the bot may not attach files in the channel, or may not post there. */
  record Attaching() implements RefusalCause {}

  /** The embeds. */
  record Frame() implements RefusalCause {}

  /** The text. */
  record Text() implements RefusalCause {}

  /** Discord named no part. */
  record Unsaid() implements RefusalCause {}

  /** Empty if Discord refuses the channel, the member or the bot, not the message. */
  static Optional<RefusalCause> of(Answer.Refused refused) {
    if (refused.status() == 413) {
      return Optional.of(new Size());
    }
    return switch (refused.code()) {
      case 40005, 50045 -> Optional.of(new Size());
      case 20009, 50046, 50123, 50146 -> Optional.of(new Files(List.of()));
      case Refusals.MISSING_PERMISSIONS -> Optional.of(new Attaching());
      case 200000, 200001, 240000 -> Optional.of(new Text());
      case Refusals.UNKNOWN_MESSAGE, 160002, 160013 -> Optional.of(new Answered());
      case Refusals.INVALID_FORM -> Optional.of(ofForm(refused.errors()));
      default -> refused.status() == 400 ? Optional.of(new Unsaid()) : Optional.empty();
    };
  }

  private static RefusalCause ofForm(JsonNode errors) {
    if (errors.has("message_reference")) {
      return new Answered();
    }
    for (String field : List.of("attachments", "files")) {
      if (errors.has(field)) {
        return new FilesSent(numbers(errors.path(field)));
      }
    }
    if (errors.has("embeds")) {
      return new Frame();
    }
    return errors.has("content") ? new Text() : new Unsaid();
  }

  private static List<Integer> numbers(JsonNode errors) {
    List<Integer> found = new ArrayList<>();
    errors
        .fieldNames()
        .forEachRemaining(name -> {
          if (name.matches("\\d{1,2}")) {
            found.add(Integer.parseInt(name));
          }
        });
    return found;
  }
}
