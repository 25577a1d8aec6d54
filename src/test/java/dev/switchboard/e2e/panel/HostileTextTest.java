package dev.switchboard.e2e.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.switchboard.SecurityPoint;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.control.Chromium;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a member writes is text in the panel, whatever it looks like. */
@Tag("browser")
class HostileTextTest {
  /** Texts that a page which inserts them as HTML, or links them as they are, would carry out. */
  private static final List<String> TEXTS =
      List.of(
          "<script>window.hit = 1</script>",
          "<img src=x onerror=\"window.hit = 1\">",
          "<svg/onload=window.hit=1>",
          "<iframe srcdoc=\"<script>parent.hit=1</script>\"></iframe>",
          "<style>*{display:none}</style>",
          "<base href=https://evil.example/>",
          "<meta http-equiv=refresh content=0;url=https://evil.example>",
          "<a href=javascript:window.hit=1>link</a>",
          "[click](javascript:window.hit=1)",
          "[click](JaVaScRiPt:window.hit=1)",
          "[click](data:text/html,<script>window.hit=1</script>)",
          "[click](vbscript:x)",
          "[click](https://evil.example\" onmouseover=\"window.hit=1)",
          "![picture](https://evil.example/pixel.png)",
          "<https://evil.example/?\"onmouseover=window.hit=1>",
          "https://evil.example/\"onmouseover=window.hit=1",
          "```html\n<script>window.hit = 1</script>\n```",
          "`<img src=x onerror=window.hit=1>`",
          "**<b onmouseover=window.hit=1>**",
          "||<img src=x onerror=window.hit=1>||",
          "> <script>window.hit=1</script>",
          "# <img src=x onerror=window.hit=1>",
          "{{constructor.constructor('window.hit=1')()}} ${window.hit=1}",
          "<:name:1\" onerror=\"window.hit=1> <a:x:../../evil>",
          "&lt;script&gt;window.hit=1&lt;/script&gt; &#60;script&#62;",
          "<t:99999999999999999999:R> <@&0> <#-1> </x:0>",
          "</textarea></article><h1>Ticket closed by an administrator</h1>",
          "\u202Etxt.exe\u202C \u2066isolated",
          "\uFEFF\u200B<\u200Bscript>window.hit=1</script>",
          "__proto__ constructor toString");

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  @SecurityPoint(19)
  @Test
  void whatAMemberWritesIsShownAsTextAndAsksNoOtherHost() {
    PlaywrightAssertions.setDefaultAssertionTimeout((double) PATIENCE.toMillis());
    try (Chromium chromium = Chromium.launch();
        RunningProduct product = PanelProduct.start(data, DATABASE.settings());
        Browser program = new Browser(product);
        PanelBrowser sam = new PanelBrowser(product, chromium)) {
      program.signIn("sam");
      OpenTicket ticket = OpenTicket.of(product, "mallory");
      String tickets = "/api/tickets?member=" + ticket.member();
      String id =
          await()
              .atMost(PATIENCE)
              .until(
                  () -> program.get(tickets).json().at("/tickets/0/id").asText(),
                  text -> !text.isEmpty());
      TEXTS.forEach(text -> product.client().sendDm(ticket.member(), text));
      product.client().sendDm(ticket.member(), "that was all");

      sam.at("/tickets/" + id).signIn("sam");
      Locator conversation = sam.page().getByRole(AriaRole.LOG);

      assertThat(conversation).containsText("that was all");
      assertThat(conversation.getByRole(AriaRole.ARTICLE)).hasCount(TEXTS.size() + 2);
      assertThat(conversation.locator("script, iframe, style, svg[onload], base, meta, h1 b"))
          .hasCount(0);
      assertThat(conversation.locator("a:not([href^='http://']):not([href^='https://'])[href]"))
          .hasCount(0);
      assertThat(conversation.locator("[onerror], [onload], [onmouseover]")).hasCount(0);
      assertThat(conversation).containsText("<script>window.hit = 1</script>");
      assertThat(conversation).containsText("<style>*{display:none}</style>");
      for (String page : List.of("/tickets", "/", "/search?q=script", "/audit")) {
        sam.at(page);
        assertThat(sam.page().getByRole(AriaRole.MAIN)).isVisible();
        assertThat(sam.page().evaluate("window.hit === undefined")).isEqualTo(true);
      }
      sam.assertClean();
    }
  }
}
