package dev.switchboard.discord.dispatch;

import dev.switchboard.text.Words;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Form;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.show.FormText;
import java.util.ArrayList;
import java.util.List;

/**
 * A post in one of its forms, as it is sent to Discord.
 *
 * @param text the content of an additional text file; empty for none
 * @param packed whether the draft's files are compressed when they are sent
 */
record FormedPost(Draft draft, String text, boolean packed) {
  /** Discord's limit of a message's content, in characters. */
  private static final int CONTENT = 2_000;

  static FormedPost of(Job.Send job, Form form, Words words) {
    String notShown = words.of(new PostMessage.MoreFiles());
    var planned = job.draft();
    List<StoredFile> files = new ArrayList<>();
    var content =
        new StringBuilder(
            FormText.content(words, form, planned.content(), job.fallback().name(), ""));
    for (int i = 0; i < planned.files().size(); i++) {
      if (form.leftOut().contains(i)) {
        add(content, job.fallback().files().get(i), notShown);
      } else {
        files.add(planned.files().get(i));
      }
    }
    var draft =
        new Draft(
            content.toString(),
            form.framed() ? planned.embeds() : List.of(),
            files,
            planned.pings(),
            form.answers() ? planned.answers() : 0,
            planned.buttons());
    boolean asFile = form.words() == Form.Words.IN_A_FILE;
    return new FormedPost(draft, asFile ? planned.content() : "", form.packed());
  }

  private static void add(StringBuilder content, String line, String notShown) {
    if (content.length() + line.length() + notShown.length() + 2 <= CONTENT) {
      content.append(content.isEmpty() ? "" : "\n").append(line);
    } else if (!content.toString().endsWith(notShown)
        && content.length() + notShown.length() + 1 <= CONTENT) {
      content.append('\n').append(notShown);
    }
  }

  /** Whether the content is within Discord's limit. */
  boolean fits() {
    return draft.content().length() <= CONTENT;
  }
}
