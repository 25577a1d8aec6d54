package dev.switchboard.ticket.show;

import dev.switchboard.text.Words;
import dev.switchboard.ticket.model.Form;
import java.util.regex.Pattern;

/** The text of a post in a given form. */
public final class FormText {
  private static final Pattern SCHEME = Pattern.compile("(?<=[\\p{L}\\p{N}])://");

  private static final Pattern HOST_DOT =
      Pattern.compile("(?<=[\\p{L}\\p{N}_-])\\.(?=[\\p{L}\\p{N}])");

  private FormText() {}

  /**
   * The content of the message.
   *
   * @param form the form in which it is sent
   * @param planned the content of the planned form
   * @param name the name of the message, shown if its text is not
   * @param why Discord's own words on the refusal; may be empty
   */
  public static String content(Words words, Form form, String planned, String name, String why) {
    String reason = Phrases.plain(Phrases.clipped(why));
    return switch (form.words()) {
      case AS_WRITTEN -> planned;
      case DEFUSED -> defused(planned);
      case IN_A_FILE ->
          named(
              words,
              name,
              reason.isEmpty()
                  ? new EntryMessage.RefusedInFile()
                  : new EntryMessage.RefusedInFileBecause(reason));
      case NAMED ->
          named(
              words,
              name,
              reason.isEmpty()
                  ? new EntryMessage.RefusedInHistory()
                  : new EntryMessage.RefusedInHistoryBecause(reason));
    };
  }

  private static String named(Words words, String name, EntryMessage message) {
    return name + "\n" + words.of(message);
  }

  /** The text with brackets in each address, so that it is no link: {@code http[:]//a[.]b}. */
  public static String defused(String text) {
    String schemes = SCHEME.matcher(text).replaceAll("[:]//");
    return HOST_DOT.matcher(schemes).replaceAll("[.]");
  }
}
