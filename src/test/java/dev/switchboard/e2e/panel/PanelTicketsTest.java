package dev.switchboard.e2e.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.control.Chromium;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dashboard, the list of tickets, search and palette in Chromium, while members write. */
@Tag("browser")
class PanelTicketsTest {
  private static final int TABS = 8;

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private static Chromium chromium;
  private static RunningProduct product;
  private static Browser rest;
  private final List<PanelBrowser> browsers = new ArrayList<>();

  @BeforeAll
  static void start() {
    chromium = Chromium.launch();
    product = PanelProduct.start(data, DATABASE.settings());
    rest = new Browser(product);
    rest.signIn("sam");
  }

  @AfterAll
  static void stop() {
    Stream.of(rest, product, chromium).filter(one -> one != null).forEach(PanelTicketsTest::close);
  }

  private static void close(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
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

  /** A new member writes; gives the number of the ticket. */
  private static String opened(String name, String text) {
    SandboxClient client = product.client();
    long member =
        client.createUser(name, Duration.ofDays(100), product.sandbox().world().communityGuild());
    client.sendDm(member, text);
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                rest.get("/api/tickets?member=" + member)
                    .json()
                    .path("tickets")
                    .path(0)
                    .path("id")
                    .asText(),
            id -> !id.isEmpty());
  }

  private static Locator row(Page page, String id) {
    return page.locator("li[data-ticket='" + id + "']");
  }

  private static Locator rows(Page page) {
    return page.locator("li[data-ticket]");
  }

  private static double top(Locator row) {
    BoundingBox box = row.boundingBox();
    return box.y;
  }

  @Test
  void aNewTicketNeverMovesTheRowBelowThePointer() {
    String first = opened("ada", "Where is my parcel?");
    PanelBrowser sam = browser().at("/tickets?sort=newest").signIn("sam");
    Page page = sam.page();
    assertThat(row(page, first)).containsText("Where is my parcel?");
    row(page, first).hover();
    double before = top(row(page, first));

    String second = opened("bertha", "The parcel is broken.");

    Locator fresh = page.getByText("1 new ticket");
    assertThat(fresh).isVisible();
    assertThat(top(row(page, first))).isEqualTo(before);
    assertThat(row(page, second)).hasCount(0);

    fresh.click();

    assertThat(rows(page).first()).hasAttribute("data-ticket", second);
    assertThat(rows(page).first()).containsText("The parcel is broken.");
  }

  @Test
  void whatIsSaidIsInTheRowAtOnce() {
    String id = opened("cleo", "First question");
    PanelBrowser sam = browser().at("/tickets?sort=newest").signIn("sam");
    Page page = sam.page();
    assertThat(row(page, id)).containsText("First question");

    rest.ask("POST", "/api/tickets/" + id + "/replies", "{\"text\":\"An answer of staff\"}");

    assertThat(row(page, id)).containsText("An answer of staff");
    assertThat(row(page, id).getByRole(AriaRole.IMG, named("Answered by Sam:"))).isVisible();

    rest.ask("PUT", "/api/tickets/" + id + "/priority", "{\"priority\":\"urgent\"}");

    assertThat(row(page, id)).containsText("Urgent");
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name);
  }

  @Test
  void filtersAreInTheAddressAndSurviveAReload() {
    String urgent = opened("dora", "It burns");
    String calm = opened("dorothea", "No hurry");
    rest.ask("PUT", "/api/tickets/" + urgent + "/priority", "{\"priority\":\"urgent\"}");
    PanelBrowser sam = browser().at("/tickets").signIn("sam");
    Page page = sam.page();
    assertThat(row(page, calm)).isVisible();

    page.getByLabel("Name of the member").fill("Dor");
    page.getByLabel("Priority", new Page.GetByLabelOptions().setExact(true)).selectOption("urgent");

    assertThat(rows(page)).hasCount(1);
    assertThat(row(page, urgent)).isVisible();
    assertThat(page).hasURL(sam.url("/tickets?priority=urgent&text=Dor"));

    page.reload();

    assertThat(rows(page)).hasCount(1);
    assertThat(page.getByLabel("Name of the member")).hasValue("Dor");

    page.goBack();
    page.goBack();
    assertThat(row(page, calm)).isVisible();
  }

  @Test
  void aListIsReadByKeysAlone() {
    opened("emma", "One");
    opened("emmy", "Two");
    PanelBrowser sam = browser().at("/tickets?text=Emm").signIn("sam");
    Page page = sam.page();
    assertThat(rows(page)).hasCount(2);
    String second = rows(page).nth(1).getAttribute("data-ticket");

    page.keyboard().press("j");
    page.keyboard().press("j");
    assertThat(page.locator("a[data-row='" + second + "']")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page).hasTitle(Pattern.compile(".*#" + second + " emmy .*"));

    page.keyboard().press("u");

    assertThat(page.locator("a[data-row='" + second + "']")).isFocused();
    page.keyboard().press("k");
    page.keyboard().press("x");
    page.keyboard().press("j");
    page.keyboard().press("Shift+X");
    assertThat(page.getByRole(AriaRole.TOOLBAR)).containsText("2 selected");
  }

  @Test
  void manyTicketsGetAPriorityAtOnce() {
    List<String> ids = List.of(opened("fay", "One"), opened("fayette", "Two"));
    PanelBrowser sam = browser().at("/tickets?text=Fay").signIn("sam");
    Page page = sam.page();
    assertThat(rows(page)).hasCount(2);

    for (String id : ids) {
      row(page, id).getByRole(AriaRole.CHECKBOX).check();
    }
    Locator bar = page.getByRole(AriaRole.TOOLBAR);
    bar.getByRole(AriaRole.BUTTON, named("Priority")).click();
    sam.menuItem("High").click();

    assertThat(page.getByText("Done for 2 tickets.")).isVisible();
    for (String id : ids) {
      assertThat(row(page, id)).containsText("High");
    }
  }

  @Test
  void aWordOfAMessageIsFoundAndLeadsToIt() {
    String id = opened("gerda", "The xylophone arrived in pieces");
    PanelBrowser sam = browser().at("/tickets").signIn("sam");
    Page page = sam.page();
    assertThat(row(page, id)).isVisible();

    page.keyboard().press("/");
    page.getByLabel("Words of a message, a name or a number").fill("xylo");
    page.keyboard().press("Enter");

    assertThat(page.locator("mark")).hasText("xylo");
    assertThat(page).hasURL(sam.url("/search?q=xylo"));
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("in ticket #" + id)).click();
    page.waitForURL(sam.url("/tickets/" + id + "?message=1"));
  }

  @Test
  void thePaletteLeadsToPagesAndTickets() {
    String id = opened("hilda", "The zeppelin is late");
    PanelBrowser sam = browser().at("/tickets").signIn("sam");
    Page page = sam.page();
    assertThat(row(page, id)).isVisible();

    page.keyboard().press("Control+k");
    Locator field = page.getByPlaceholder("Do something, go to a page, or search");
    field.fill("session");
    page.keyboard().press("Enter");
    assertThat(sam.heading("Sessions")).isVisible();

    page.keyboard().press("Control+k");
    field.fill("zeppelin");
    page.getByText("The zeppelin is late").click();
    page.waitForURL(sam.url("/tickets/" + id + "?message=1"));

    page.keyboard().press("g");
    page.keyboard().press("t");
    assertThat(sam.heading("Tickets")).isVisible();
  }

  /** A browser has six connections to a server over HTTP/1.1. */
  @Test
  void eightTabsAreLiveAndTheServerStillAnswers() {
    PanelBrowser sam = browser().at("/tickets?sort=newest&text=Ilse").signIn("sam");
    assertThat(sam.page().getByText("No ticket fits these filters")).isVisible();
    List<Page> tabs = new ArrayList<>(List.of(sam.page()));
    while (tabs.size() < TABS) {
      Page tab = sam.page().context().newPage();
      tab.navigate(sam.url("/tickets?sort=newest&text=Ilse"));
      assertThat(tab.getByText("No ticket fits these filters")).isVisible();
      tabs.add(tab);
    }

    String id = opened("ilse", "Do all of you hear me?");

    for (Page tab : tabs) {
      assertThat(row(tab, id)).containsText("Do all of you hear me?");
    }
    Page last = tabs.getLast();
    last.navigate(sam.url("/sessions"));
    assertThat(last.locator("[data-session]").first()).isVisible();
  }

  @Test
  void theDashboardTellsWhoWaitsAndHowTheBotIs() {
    opened("jana", "Is anybody there?");
    PanelBrowser sam = browser().at("/").signIn("sam");
    Page page = sam.page();

    assertThat(sam.heading("Dashboard")).isVisible();
    assertThat(sam.heading("The bot is online")).isVisible();
    assertThat(sam.heading("Opened and closed per day")).isVisible();
    assertThat(
            page.getByRole(AriaRole.LINK)
                .filter(new Locator.FilterOptions().setHasText("Open tickets")))
        .isVisible();
    page.getByText("90 days").click();
    page.getByText("Show as a table").first().click();
    assertThat(page.locator("details").first().locator("tbody tr")).hasCount(90);

    sam.button("Restart").click();
    sam.confirm("Restart");
    assertThat(page.getByText("The bot is being restarted.")).isVisible();
    assertThat(sam.heading("The bot is online")).isVisible();

    page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Waiting longest"))
        .locator("li a")
        .first()
        .click();
    assertThat(page).hasURL(Pattern.compile(".*/tickets/[0-9]+"));
  }

  @Test
  void fromRightToLeftTheAxesStandAtTheRight() {
    opened("lena", "Shalom");
    PanelBrowser sam = browser().sized(1440, 900).at("/sessions").signIn("sam");
    assertThat(sam.heading("Sessions")).isVisible();

    sam.at("/?lang=en-XB");

    Locator axis = sam.page().locator(".recharts-yAxis").first();
    assertThat(axis).isVisible();
    BoundingBox chart = sam.page().locator(".recharts-surface").first().boundingBox();
    assertThat(axis.boundingBox().x).isGreaterThan(chart.x + chart.width / 2);
    assertThat(sam.isWiderThanTheScreen()).isFalse();
    fullPicture(sam, "dashboard-rtl");

    sam.at("/tickets?lang=en-XB");
    assertThat(rows(sam.page()).first()).isVisible();
    sam.picture("tickets-rtl");
  }

  private static void fullPicture(PanelBrowser browser, String name) {
    browser
        .page()
        .screenshot(
            new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(Path.of("target/panel-pictures", name + ".png")));
  }

  /** WCAG 2.2, 1.4.10: a page is read without scrolling sideways. */
  @ParameterizedTest
  @CsvSource({"360,true", "360,false", "1440,true", "1440,false"})
  void thePagesFitTheScreen(int width, boolean dark) {
    String name = "-%d-%s".formatted(width, dark ? "dark" : "light");
    opened(
        "kim%d%s".formatted(width, dark),
        "A parcel, and a very long sentence about it that has no room on a phone");
    PanelBrowser sam = browser().sized(width, 800).dark(dark).at("/tickets").signIn("sam");
    assertThat(rows(sam.page()).first()).isVisible();
    assertThat(sam.isWiderThanTheScreen()).isFalse();
    sam.picture("tickets" + name);

    sam.at("/search?q=parcel");
    assertThat(sam.page().locator("mark").first()).isVisible();
    assertThat(sam.isWiderThanTheScreen()).isFalse();
    sam.picture("search" + name);

    sam.at("/");
    assertThat(sam.page().locator(".recharts-bar").first()).isVisible();
    assertThat(sam.isWiderThanTheScreen()).isFalse();
    fullPicture(sam, "dashboard" + name);
  }
}
