package dev.switchboard.http;

import gg.jte.html.HtmlTemplateOutput;

/**
 * A page under way. Every text of people is escaped in the same way wherever it stands, so that it
 * is nothing but text between tags and within the quotes of an attribute. That an attribute with an
 * address leads to no script is the business of whoever takes the address ({@code SharedLink}).
 */
final class EscapedOutput implements HtmlTemplateOutput {
  private final StringBuilder page = new StringBuilder();

  @Override
  public void setContext(String tagName, String attributeName) {
    // One way of escaping for all places.
  }

  @Override
  public void writeUserContent(String text) {
    page.append(escaped(text));
  }

  @Override
  public void writeContent(String content) {
    page.append(content);
  }

  @Override
  public void writeContent(String content, int begin, int end) {
    page.append(content, begin, end);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** The page as far as it is written. */
  @Override
  public String toString() {
    return page.toString();
  }
}
