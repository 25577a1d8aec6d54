package dev.switchboard.http.page;

import dev.switchboard.text.HtmlText;
import gg.jte.html.HtmlTemplateOutput;

/**
 * The output of a page. Every text of people is escaped in the same way, so that it stays plain
 * text between tags and in quoted attributes. The caller makes sure that an address in an attribute
 * does not run a script ({@code SharedLink}).
 */
final class EscapedOutput implements HtmlTemplateOutput {
  private final StringBuilder page = new StringBuilder();

  @Override
  public void setContext(String tagName, String attributeName) {
    // One way of escaping for all contexts.
  }

  @Override
  public void writeUserContent(String text) {
    page.append(HtmlText.escaped(text));
  }

  @Override
  public void writeContent(String content) {
    page.append(content);
  }

  @Override
  public void writeContent(String content, int begin, int end) {
    page.append(content, begin, end);
  }

  /** The page as written so far. */
  @Override
  public String toString() {
    return page.toString();
  }
}
