package dev.switchboard.text;

/** Texts of people in HTML. */
public final class HtmlText {
  private HtmlText() {}

  /** The text, so that it stays plain text between tags and in quoted attributes. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
