package dev.switchboard.http.setup;

import static dev.switchboard.text.HtmlText.escaped;

import dev.switchboard.http.setup.SetupWork.Named;
import dev.switchboard.http.setup.SetupWork.Wrong;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * The frame of the pages and the fields of their forms: no script, one style, nothing foreign.
 * Every text of a person or of Discord is escaped.
 */
final class SetupHtml {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; }
      body { margin: 0; background: #f4f4f6; color: #1c1c21; }
      main { box-sizing: border-box; max-width: 40rem; margin: 1rem auto; padding: 2rem; border-radius: 12px; background: #fff; overflow-wrap: anywhere; }
      h1 { margin: 0 0 .5rem; font-size: 1.5rem; }
      .step { margin: 0; color: #55555f; }
      form { display: grid; gap: 1.2rem; margin-top: 1rem; }
      fieldset { display: grid; gap: .8rem; min-width: 0; margin: 0; padding: 1rem; border: 1px solid #c9c9d2; border-radius: 8px; }
      legend { padding: 0 .4rem; font-weight: 600; }
      .field { display: grid; gap: .25rem; min-width: 0; }
      .field > label { font-weight: 600; }
      .hint { margin: 0; font-size: .9rem; color: #55555f; }
      input, select { box-sizing: border-box; width: 100%; min-width: 0; padding: .55rem; border: 1px solid #767683; border-radius: 6px; font: inherit; background: #fff; color: #1c1c21; }
      input[type=checkbox] { width: auto; margin: 0 .5rem 0 0; }
      .choices { display: grid; gap: .3rem; max-height: 14rem; overflow: auto; }
      input[aria-invalid], select[aria-invalid] { border-color: #b3261e; }
      .wrong { margin: 0; color: #b3261e; font-weight: 600; }
      button { padding: .7rem; border: 0; border-radius: 8px; background: #3d4fd8; color: #fff; font: inherit; font-weight: 600; cursor: pointer; }
      button.plain { background: none; border: 1px solid #767683; color: inherit; }
      :focus-visible { outline: 3px solid #3d4fd8; outline-offset: 2px; }
      a { color: #3040b8; }
      code { font-size: .95em; }
      @media (max-width: 30rem) { main { margin: 0; padding: 1rem; border-radius: 0; } }
      @media (prefers-color-scheme: dark) {
        body { background: #16161a; color: #ececf1; }
        main { background: #222228; }
        .step, .hint { color: #b4b4c0; }
        fieldset { border-color: #4a4a55; }
        input, select { background: #1a1a1f; color: #ececf1; border-color: #8d8d99; }
        input[aria-invalid], select[aria-invalid] { border-color: #ffb4ab; }
        .wrong { color: #ffb4ab; }
        a { color: #aab4ff; }
        :focus-visible { outline-color: #aab4ff; }
      }
      """;

  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
          .formatted(digest(STYLE));

  private SetupHtml() {}

  /**
   * A page.
   *
   * @param step the line above the title; may be empty
   * @param content escaped where it has to be
   */
  static HttpResponse page(StatusCode status, String step, String title, String content) {
    String html =
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>%1$s - Switchboard setup</title>
        <style>%2$s</style>
        </head>
        <body>
        <main>
        %3$s<h1>%1$s</h1>
        %4$s
        </main>
        </body>
        </html>
        """
            .formatted(
                escaped(title),
                STYLE,
                step.isEmpty() ? "" : "<p class=\"step\">" + escaped(step) + "</p>\n",
                content);
    return headed(
        HttpResponse.create()
            .withStatus(status)
            .withEntity(HttpEntities.create(ContentTypes.TEXT_HTML_UTF8, html)));
  }

  /** Adds the headers that every answer has. */
  static HttpResponse headed(HttpResponse response) {
    return response
        .addHeader(RawHeader.create("Content-Security-Policy", POLICY))
        .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"))
        .addHeader(RawHeader.create("Referrer-Policy", "no-referrer"))
        .addHeader(RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"))
        .addHeader(RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"))
        .addHeader(
            RawHeader.create("Permissions-Policy", "camera=(), microphone=(), geolocation=()"))
        .addHeader(RawHeader.create("Cache-Control", "no-store"));
  }

  /** The form of a step. */
  static String form(String action, String proof, String fields, String button) {
    return """
    <form method="post" action="%s" autocomplete="off">
    <input type="hidden" name="form" value="%s">
    %s
    <button type="submit">%s</button>
    </form>
    """
        .formatted(action, proof, fields, escaped(button));
  }

  static String group(String legend, String content) {
    return "<fieldset>\n<legend>%s</legend>\n%s</fieldset>\n".formatted(escaped(legend), content);
  }

  /** A line of text. A secret is never sent back to the browser. */
  static String input(
      String key, String label, String hint, boolean secret, String value, List<Wrong> wrongs) {
    String control =
        "<input id=\"%1$s\" name=\"%1$s\" type=\"%2$s\" maxlength=\"%3$d\" autocomplete=\"%4$s\" spellcheck=\"false\" value=\"%5$s\"%6$s>"
            .formatted(
                key,
                secret ? "password" : "text",
                SetupForm.LONGEST,
                secret ? "new-password" : "off",
                secret ? "" : escaped(value),
                described(key, wrongs));
    return field(key, label, hint, control, wrongs);
  }

  /** A choice of one. */
  static String select(
      String key,
      String label,
      String hint,
      List<Named> options,
      String chosen,
      List<Wrong> wrongs) {
    String items =
        options.stream()
            .map(option ->
                "<option value=\"%s\"%s>%s</option>\n"
                    .formatted(
                        escaped(option.id()),
                        option.id().equals(chosen) ? " selected" : "",
                        escaped(option.name())))
            .collect(Collectors.joining());
    String control =
        "<select id=\"%1$s\" name=\"%1$s\"%2$s>\n%3$s</select>"
            .formatted(key, described(key, wrongs), items);
    return field(key, label, hint, control, wrongs);
  }

  /** A choice of any number. */
  static String checkboxes(
      String key,
      String label,
      String hint,
      List<Named> options,
      Set<String> chosen,
      List<Wrong> wrongs) {
    String items =
        options.stream()
            .map(option ->
                "<label><input type=\"checkbox\" name=\"%s\" value=\"%s\"%s>%s</label>\n"
                    .formatted(
                        key,
                        escaped(option.id()),
                        chosen.contains(option.id()) ? " checked" : "",
                        escaped(option.name())))
            .collect(Collectors.joining());
    return group(
        label,
        "<p class=\"hint\">%s</p>\n%s<div class=\"choices\">\n%s</div>\n"
            .formatted(escaped(hint), said(key, wrongs), items));
  }

  private static String field(
      String key, String label, String hint, String control, List<Wrong> wrongs) {
    return """
    <div class="field">
    <label for="%1$s">%2$s</label>
    <p class="hint" id="%1$s-hint">%3$s</p>
    %4$s%5$s
    </div>
    """
        .formatted(key, escaped(label), escaped(hint), said(key, wrongs), control);
  }

  private static String described(String key, List<Wrong> wrongs) {
    boolean wrong = wrongs.stream().anyMatch(one -> one.key().equals(key));
    return " aria-describedby=\"%s%s-hint\"%s"
        .formatted(wrong ? key + "-wrong " : "", key, wrong ? " aria-invalid=\"true\"" : "");
  }

  private static String said(String key, List<Wrong> wrongs) {
    String words =
        wrongs.stream()
            .filter(one -> one.key().equals(key))
            .map(one -> escaped(one.words()))
            .collect(Collectors.joining("<br>"));
    return words.isEmpty()
        ? ""
        : "<p class=\"wrong\" id=\"%s-wrong\" role=\"alert\">%s</p>\n".formatted(key, words);
  }

  /** What is wrong with none of the fields that are shown. */
  static String others(Set<String> shown, List<Wrong> wrongs) {
    return wrongs.stream()
        .filter(one -> !shown.contains(one.key()))
        .map(one ->
            "<p class=\"wrong\" role=\"alert\">%s%s</p>\n"
                .formatted(
                    one.key().isEmpty() ? "" : escaped(one.key()) + ": ", escaped(one.words())))
        .collect(Collectors.joining());
  }

  private static String digest(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
