package dev.switchboard.ticket.show;

import dev.switchboard.ticket.model.Form;
import java.util.regex.Pattern;

/** The text of a message in the form that Discord takes. */
public final class FormText {
  private static final Pattern SCHEME = Pattern.compile("(?<=[\\p{L}\\p{N}])://");

  private static final Pattern HOST_DOT =
      Pattern.compile("(?<=[\\p{L}\\p{N}_-])\\.(?=[\\p{L}\\p{N}])");

  private FormText() {}

  /**
   * What the message says.
   *
   * @param form how it is sent
   * @param planned what it would say as it was planned
   * @param name how the message is named where its words are not there
   * @param why Discord's own words on the refusal; may be empty
   */
  public static String content(Form form, String planned, String name, String why) {
    String reason = why.isEmpty() ? "" : " (" + Phrases.plain(Phrases.clipped(why)) + ")";
    return switch (form.words()) {
      case AS_WRITTEN -> planned;
      case DEFUSED -> defused(planned);
      case IN_A_FILE ->
          "%s\n-# Discord refused this text%s. It is in the file below, and in the history."
              .formatted(name, reason);
      case NAMED ->
          ("%s\n-# Discord refused this text%s. It can be read in the history of the ticket: in"
                  + " its transcript and in the control room.")
              .formatted(name, reason);
    };
  }

  /** The same words, with brackets in each address so that it is none: {@code http[:]//a[.]b}. */
  public static String defused(String text) {
    String schemes = SCHEME.matcher(text).replaceAll("[:]//");
    return HOST_DOT.matcher(schemes).replaceAll("[.]");
  }
}
