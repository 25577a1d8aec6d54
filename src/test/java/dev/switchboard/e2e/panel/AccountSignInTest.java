package dev.switchboard.e2e.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.control.Chromium;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signing in with a local account in Chromium: from {@code /new} to the end by an administrator.
 */
@Tag("browser")
class AccountSignInTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private static Chromium chromium;
  private static RunningProduct product;

  @BeforeAll
  static void start() {
    chromium = Chromium.launch();
    product =
        PanelProduct.start(
            data, DATABASE.settings(), Map.of("switchboard.registration.open", "true"));
  }

  @AfterAll
  static void stop() {
    if (product != null) {
      product.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  private static Locator field(PanelBrowser browser, String label) {
    return browser.page().getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  private static void fill(PanelBrowser browser, JsonNode account) {
    browser.page().locator("input[name=username]").fill(account.path("username").asText());
    browser.page().locator("input[name=password]").fill(account.path("password").asText());
  }

  @Test
  void fromTheAccountToTheDeskAndOut() {
    JsonNode account;
    try (Browser stranger = new Browser(product)) {
      account = stranger.post("/new", "{}").json();
    }
    try (PanelBrowser person = new PanelBrowser(product, chromium);
        PanelBrowser sam = new PanelBrowser(product, chromium)) {
      person.at("/");
      fill(person, account);
      person.button("Sign in").click();
      assertThat(person.heading("No access")).isVisible();
      person.link("Your account").click();
      assertThat(person.heading("Account")).isVisible();

      Locator factor =
          person
              .page()
              .getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Second factor"));
      factor.locator("input[name=password]").fill(account.path("password").asText());
      person.button("Set up").click();
      assertThat(factor.getByAltText("QR code for the program on your phone")).isVisible();
      String secret = factor.locator("[data-secret]").textContent();
      factor.locator("input[name=code]").fill(TotpProgram.code(secret, 0));
      person.button("Switch on").click();
      assertThat(factor.locator("[data-recovery]")).hasCount(10);
      person.picture("account-recovery-codes");
      person.button("I have kept them").click();
      assertThat(factor).containsText("10 recovery codes are left");
      person.picture("account");

      person.at("/");
      person.button("Sign out and use another account").click();
      assertThat(person.heading("Sign in to the desk")).isVisible();
      fill(person, account);
      person.button("Sign in").click();
      assertThat(person.page().getByRole(AriaRole.ALERT))
          .containsText("The name, the password or the code is wrong.");
      field(person, "Code").fill(TotpProgram.code(secret, 1));
      person.button("Sign in").click();
      assertThat(person.heading("No access")).isVisible();

      person.link("Your account").click();
      person.button("Link with Discord").click();
      person
          .page()
          .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("sam").setExact(true))
          .click();
      assertThat(person.page().getByText("Your account is linked with Discord.")).isVisible();
      assertThat(person.link("Tickets")).isVisible();
      person.sized(360, 900).dark(true).picture("account-phone");
      person.sized(1280, 800).dark(false);

      sam.at("/all-sessions").signIn("sam");
      assertThat(sam.heading("All sessions")).isVisible();
      sam.button("End the session of " + account.path("username").asText()).click();
      sam.confirm("End");
      assertThat(person.page().getByText("Your session is over")).isVisible();
      sam.assertClean();
      person.assertClean();
    }
  }
}
