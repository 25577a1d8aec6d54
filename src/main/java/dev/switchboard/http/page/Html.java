package dev.switchboard.http.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Small pages of the server: one file each, without scripts and without foreign resources. Their
 * {@code Content-Security-Policy} enforces this.
 */
final class Html {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; }
      body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f4f4f6; color: #1c1c21; }
      main { box-sizing: border-box; width: min(26rem, 100vw - 2rem); margin: 1rem; padding: 2rem; border-radius: 12px; background: #fff; text-align: center; }
      h1 { margin: 0 0 1rem; font-size: 1.4rem; overflow-wrap: anywhere; }
      h1:last-child { margin: 0; }
      a.open { display: inline-block; margin: 1rem 0; padding: .6rem 1.2rem; border-radius: 8px; background: #3d4fd8; color: #fff; text-decoration: none; }
      code { display: block; max-height: 8rem; overflow: auto; font-size: .85rem; overflow-wrap: anywhere; color: #55555f; }
      svg { display: block; max-width: 100%; height: auto; margin: auto; border-radius: 8px; }
      form { display: grid; gap: .8rem; text-align: start; }
      label { display: grid; gap: .2rem; }
      input { padding: .5rem; border: 1px solid #8d8d99; border-radius: 6px; font: inherit; background: inherit; color: inherit; }
      button { padding: .6rem; border: 0; border-radius: 8px; background: #3d4fd8; color: #fff; font: inherit; cursor: pointer; }
      .wrong { color: #b3261e; }
      @media (max-width: 24rem) { main { padding: 1rem; } }
      @media (prefers-color-scheme: dark) {
        body { background: #16161a; color: #ececf1; }
        main { background: #222228; }
        code { color: #b4b4c0; }
        .wrong { color: #ffb4ab; }
      }
      """;

  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
          .formatted(digest(STYLE));

  /** The package is the one that {@code pom.xml} sets for the classes of the templates. */
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(null, ContentType.Html, null, "dev.switchboard.http.page");

  private Html() {}

  /**
   * A page.
   *
   * @param template a file of {@code src/main/jte}, such as {@code form.jte}
   * @param values its parameters by name, except {@code style}
   */
  static HttpResponse page(StatusCode status, String template, Map<String, Object> values) {
    Map<String, Object> all = new HashMap<>(values);
    all.put("style", STYLE);
    EscapedOutput page = new EscapedOutput();
    TEMPLATES.render(template, all, page);
    return HttpResponse.create()
        .withStatus(status)
        .addHeader(RawHeader.create("Content-Security-Policy", POLICY))
        .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"))
        .addHeader(RawHeader.create("Referrer-Policy", "no-referrer"))
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .withEntity(HttpEntities.create(ContentTypes.TEXT_HTML_UTF8, page.toString()));
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
