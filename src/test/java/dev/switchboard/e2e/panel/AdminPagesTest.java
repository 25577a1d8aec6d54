package dev.switchboard.e2e.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.control.Chromium;
import dev.switchboard.storage.TestDatabase;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** API keys, permissions, the configuration, the audit log, bans and health in Chromium. */
@Tag("browser")
class AdminPagesTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private static Chromium chromium;
  private static RunningProduct product;
  private final List<PanelBrowser> browsers = new ArrayList<>();

  @BeforeAll
  static void start() {
    chromium = Chromium.launch();
    product = PanelProduct.start(data, DATABASE.settings());
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

  @AfterEach
  void nothingWentWrong() {
    browsers.forEach(PanelBrowser::assertClean);
    browsers.forEach(PanelBrowser::close);
  }

  private PanelBrowser browser() {
    PanelBrowser browser = new PanelBrowser(product, chromium);
    browsers.add(browser);
    return browser;
  }

  private PanelBrowser sam(String path) {
    return browser().at(path).signIn("sam");
  }

  private static Locator labelled(PanelBrowser browser, String label) {
    return browser.page().getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  private static Locator option(PanelBrowser browser, String name) {
    return browser
        .page()
        .getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(Pattern.compile(name)));
  }

  private static Locator within(Locator place, AriaRole role, String name) {
    return place.getByRole(role, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private static LocatorAssertions.IsVisibleOptions soon() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout((double) PATIENCE.toMillis());
  }

  // ---- API keys

  private static int statusByKey(String key) {
    try (Browser program = new Browser(product)) {
      return program
          .send(
              HttpRequest.newBuilder(program.url("/api/externals/tickets"))
                  .header("X-API-Key", key)
                  .build())
          .status();
    }
  }

  @Test
  void aKeyIsShownOnceAndOpensTheApiUntilItIsRevoked() {
    PanelBrowser sam = sam("/keys");
    sam.button("New key").click();
    sam.button("Make the key").click();

    assertThat(sam.dialog()).containsText("Give the key a name.");
    assertThat(sam.dialog()).containsText("Choose at least one permission.");
    Locator name = within(sam.dialog(), AriaRole.TEXTBOX, "Name");
    assertThat(name).isFocused();
    name.fill("Website");
    within(sam.dialog(), AriaRole.CHECKBOX, "See tickets").check();
    sam.button("Make the key").click();

    String key = sam.page().locator("[data-made=key]").textContent();
    assertThat(key).matches("rustmail_[0-9a-f]{64}");
    assertThat(sam.page().locator("[data-made=command]")).containsText("X-API-Key: " + key);
    sam.button("Copy the key").click();
    assertThat(sam.dialog()).containsText("Copied");
    assertThat(statusByKey(key)).isEqualTo(200);
    sam.button("I have kept the key").click();

    assertThat(sam.dialog()).hasCount(0);
    Locator row = sam.page().getByRole(AriaRole.ROW).filter(having("Website"));
    assertThat(row).containsText("Active");
    assertThat(sam.page().content()).doesNotContain(key);
    sam.button("Revoke Website").click();
    sam.confirm("Revoke");

    assertThat(row).containsText("Revoked");
    assertThat(statusByKey(key)).isEqualTo(401);
    sam.button("Delete Website").click();
    sam.confirm("Delete");
    assertThat(row).hasCount(0);
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  // ---- permissions

  private static void grantToSue(PanelBrowser sam, String... permissions) {
    sam.button("Grant a permission").click();
    Locator member = within(sam.dialog(), AriaRole.COMBOBOX, "Member");
    member.click();
    member.fill("sue");
    option(sam, "Sue.*").click();
    for (String permission : permissions) {
      within(sam.dialog(), AriaRole.CHECKBOX, permission).check();
    }
    sam.confirm("Grant");
    assertThat(sam.dialog()).hasCount(0);
  }

  @Test
  void aGrantAndItsWithdrawalCountInAPageThatIsOpen() {
    PanelBrowser sam = sam("/permissions");
    grantToSue(sam, "See tickets", "See bans", "Manage permissions");
    Locator sue = sam.page().locator("[data-subject]").filter(having("Sue"));
    assertThat(sue).containsText("See bans");
    PanelBrowser other = browser().at("/permissions").signIn("sue");
    assertThat(other.heading("Permissions")).isVisible();
    assertThat(other.link("Bans")).isVisible();
    assertThat(other.link("Audit log")).hasCount(0);

    grantToSue(sam, "See the audit log");

    assertThat(other.link("Audit log")).isVisible(soon());
    // Nobody grants what they do not hold.
    other.button("Grant a permission").click();
    assertThat(within(other.dialog(), AriaRole.CHECKBOX, "Manage API keys")).isDisabled();
    assertThat(within(other.dialog(), AriaRole.CHECKBOX, "See bans")).isEnabled();
    other.confirm("Cancel");
    sam.button("Withdraw “See bans” from Sue").click();
    sam.confirm("Withdraw");

    assertThat(sue).not().containsText("See bans");
    assertThat(other.link("Bans"))
        .hasCount(
            0, new LocatorAssertions.HasCountOptions().setTimeout((double) PATIENCE.toMillis()));
    other.at("/bans");
    assertThat(other.heading("You may not see this page")).isVisible();
  }

  @Test
  void whatSomebodyDoesNotHoldIsRefusedInWords() {
    PanelBrowser sam = sam("/permissions");
    sam.page()
        .route(
            "**/api/admin/permissions",
            route -> {
              if (route.request().method().equals("POST")) {
                route.fulfill(
                    new Route.FulfillOptions()
                        .setStatus(403)
                        .setContentType("application/problem+json")
                        .setBody("{\"code\":\"forbidden\",\"detail\":\"no\"}"));
              } else {
                route.resume();
              }
            });
    sam.button("Grant a permission").click();
    Locator member = within(sam.dialog(), AriaRole.COMBOBOX, "Member");
    member.click();
    option(sam, "Sue.*").click();
    within(sam.dialog(), AriaRole.CHECKBOX, "Manage categories").check();
    sam.confirm("Grant");

    assertThat(sam.dialog()).containsText("You do not hold that permission yourself");
  }

  // ---- the configuration

  private static void awaitGreeting(String name, String text) {
    long member =
        product
            .client()
            .createUser(name, Duration.ofDays(100), product.sandbox().world().communityGuild());
    product.client().sendDm(member, "hello");
    await()
        .atMost(PATIENCE)
        .until(() -> product.client().readDm(member).stream().anyMatch(says(text)));
  }

  @Test
  void theNextGreetingIsTheOneThatWasSavedUntilItIsReset() {
    PanelBrowser sam = sam("/settings");
    Locator greeting = labelled(sam, "Greeting");
    String configured = greeting.inputValue();
    greeting.fill("Good morning from the panel!");
    assertThat(sam.page().getByText("1 change is not saved")).isVisible();
    sam.button("Save").click();

    Locator place = sam.page().locator("[data-setting='bot.welcome_message']");
    assertThat(place).containsText("Set by");
    awaitGreeting("morning", "Good morning from the panel!");
    sam.button("Reset “Greeting” to the configured value").click();
    assertThat(greeting).hasValue(configured);
    sam.button("Save").click();

    assertThat(place).containsText("As delivered");
    awaitGreeting("evening", configured);
  }

  @Test
  void ofTwoWhoChangeItTheSecondSeesWhatTheFirstDidAndKeepsTheOwnEdits() {
    PanelBrowser first = sam("/settings");
    PanelBrowser second = sam("/settings");
    labelled(second, "Farewell").fill("Farewell of the second");
    labelled(first, "Farewell").fill("Farewell of the first");
    first.button("Save").click();
    assertThat(first.page().getByText("The configuration is saved.")).isVisible();

    second.button("Save").click();

    Locator alert = second.page().getByRole(AriaRole.ALERT);
    assertThat(alert).containsText("Somebody else changed the configuration meanwhile");
    assertThat(alert).containsText("“Farewell”");
    assertThat(labelled(second, "Farewell")).hasValue("Farewell of the second");
    assertThat(second.page().getByText("Farewell of the first")).isVisible();
    second.button("Save").click();
    assertThat(second.page().getByText("The configuration is saved.")).isVisible();
    first.page().reload();
    assertThat(labelled(first, "Farewell")).hasValue("Farewell of the second");
  }

  @Test
  void aWrongValueIsSaidAtItsFieldAndNothingIsSaved() {
    PanelBrowser sam = sam("/settings");
    labelled(sam, "Name of anonymous replies").fill("");
    labelled(sam, "When a message is delayed").fill("Please be patient.");
    sam.button("Save").click();

    Locator name = labelled(sam, "Name of anonymous replies");
    assertThat(name).hasAttribute("aria-invalid", "true");
    assertThat(name).isFocused();
    assertThat(sam.page().getByText("2 changes are not saved")).isVisible();
    sam.link("Health").click();
    sam.confirm("Stay");
    assertThat(labelled(sam, "When a message is delayed")).hasValue("Please be patient.");
    sam.button("Discard").click();
    assertThat(sam.page().getByText("2 changes are not saved")).hasCount(0);
    sam.link("Health").click();
    assertThat(sam.heading("Health")).isVisible();
  }

  // ---- the audit log, bans, health

  @Test
  void theAuditLogIsFilteredByItsAddress() {
    PanelBrowser sam = sam("/keys");
    sam.button("New key").click();
    within(sam.dialog(), AriaRole.TEXTBOX, "Name").fill("Audited");
    within(sam.dialog(), AriaRole.CHECKBOX, "Read messages").check();
    sam.button("Make the key").click();
    sam.button("I have kept the key").click();

    sam.at("/audit?kind=act&surface=panel");
    Locator entry = sam.page().getByRole(AriaRole.ROW).filter(having("POST /api/apikeys")).first();
    assertThat(entry).containsText("Sam");
    entry.getByText("Details").click();
    assertThat(entry.locator("pre")).containsText("\"request\": \"req_");
    labelled(sam, "Ticket").fill("999999");

    assertThat(sam.heading("Nothing matches")).isVisible();
    assertThat(sam.page()).hasURL(Pattern.compile(".*[?&]ticket=999999.*"));
    sam.button("Clear the filters").first().click();
    assertThat(sam.page()).hasURL(sam.url("/audit"));
    assertThat(sam.page().getByRole(AriaRole.ROW).first()).isVisible();
  }

  private static long banned(String name, String reason) {
    long guild = product.sandbox().world().communityGuild();
    long member = product.client().createUser(name, Duration.ofDays(100), guild);
    product.client().ban(guild, member, reason);
    return member;
  }

  @Test
  void theBansAreThoseOfDiscordAndLeadToTickets() {
    long mallory = banned("mallory", "spam in all channels");
    PanelBrowser sam = sam("/bans");

    Locator row = sam.page().getByRole(AriaRole.ROW).filter(having("mallory"));
    assertThat(row).containsText("spam in all channels");
    assertThat(row).containsText(String.valueOf(mallory));
    assertThat(row.getByRole(AriaRole.LINK))
        .hasAttribute("href", "/tickets?status=all&member=" + mallory);
  }

  @Test
  void theHealthNamesEachCheck() {
    PanelBrowser sam = sam("/checks");

    assertThat(sam.page().locator("[data-check]")).hasCount(4);
    assertThat(sam.page().locator("[data-check=database]")).containsText("Good");
  }

  // ---- the screen

  private static final List<String> PAGES =
      List.of("keys", "permissions", "settings", "audit", "bans", "checks");

  /** WCAG 2.2, 1.4.10: a page is read without scrolling sideways. */
  @ParameterizedTest
  @CsvSource({"360,true,en", "360,false,en-XB", "1440,true,en-XB", "1440,false,en"})
  void thePagesFitTheScreen(int width, boolean dark, String language) {
    banned("wide" + width + (dark ? "dark" : "light"), "a reason without a break ".repeat(8));
    PanelBrowser sam = browser().sized(width, 900).dark(dark).at("/checks").signIn("sam");
    assertThat(sam.heading("Health")).isVisible();
    for (String path : PAGES) {
      sam.at("/" + path + "?lang=" + language);
      assertThat(sam.page().locator("h1")).isVisible();
      assertThat(sam.page().locator("main [role=status][aria-label]")).hasCount(0);
      assertThat(sam.page().locator("main .mantine-Alert-root[role=alert]")).hasCount(0);
      assertThat(sam.isWiderThanTheScreen()).as(path).isFalse();
      sam.picture("%s-%d-%s-%s".formatted(path, width, dark ? "dark" : "light", language));
    }
  }

  @ParameterizedTest
  @CsvSource({"360,true", "360,false", "1440,true", "1440,false"})
  void theDialogsFitTheScreen(int width, boolean dark) {
    String name = "-%d-%s".formatted(width, dark ? "dark" : "light");
    PanelBrowser sam = browser().sized(width, 900).dark(dark).at("/keys").signIn("sam");
    sam.button("New key").click();
    within(sam.dialog(), AriaRole.TEXTBOX, "Name").fill("Screen" + name);
    within(sam.dialog(), AriaRole.CHECKBOX, "Everything in tickets").check();
    assertThat(sam.isWiderThanTheScreen()).isFalse();
    sam.picture("key-new" + name);
    sam.button("Make the key").click();
    assertThat(sam.button("I have kept the key")).isVisible();
    assertThat(sam.isWiderThanTheScreen()).isFalse();
    sam.picture("key-made" + name);
    sam.button("I have kept the key").click();

    sam.at("/permissions");
    sam.button("Grant a permission").click();
    assertThat(within(sam.dialog(), AriaRole.COMBOBOX, "Member")).isVisible();
    assertThat(sam.isWiderThanTheScreen()).isFalse();
    sam.picture("grant" + name);
    sam.confirm("Cancel");
    sam.at("/settings");
    labelled(sam, "Greeting").fill("Hello!");
    assertThat(sam.button("Save")).isVisible();
    assertThat(sam.isWiderThanTheScreen()).isFalse();
    sam.picture("settings-edited" + name);
  }
}
