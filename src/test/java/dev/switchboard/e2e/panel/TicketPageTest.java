package dev.switchboard.e2e.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.control.Chromium;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The page of a ticket in Chromium, while the member is in Discord. */
@Tag("browser")
class TicketPageTest {
  /** One pixel. */
  private static final byte[] PICTURE =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
                  + "awAAAABJRU5ErkJggg==");

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private static Chromium chromium;
  private static RunningProduct product;
  private static Browser samsProgram;
  private final List<PanelBrowser> browsers = new ArrayList<>();

  @BeforeAll
  static void start() {
    PlaywrightAssertions.setDefaultAssertionTimeout((double) PATIENCE.toMillis());
    chromium = Chromium.launch();
    product = PanelProduct.start(data, DATABASE.settings());
    samsProgram = new Browser(product);
    samsProgram.signIn("sam");
  }

  @AfterAll
  static void stop() {
    if (samsProgram != null) {
      samsProgram.close();
    }
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

  /** A ticket as the look-alike has it, and its number. */
  private record Desk(OpenTicket ticket, String id) {
    static Desk of(String name) {
      OpenTicket ticket = OpenTicket.of(product, name);
      String tickets = "/api/tickets?member=" + ticket.member();
      String id =
          await()
              .atMost(PATIENCE)
              .until(
                  () -> samsProgram.get(tickets).json().at("/tickets/0/id").asText(),
                  text -> !text.isEmpty());
      return new Desk(ticket, id);
    }

    long atMember(String text) {
      return ticket.memberSees().stream().filter(says(text)).count();
    }
  }

  /** A browser with the ticket; what is sent can be taken back for so many seconds. */
  private PanelBrowser open(Desk desk, String person, int hold) {
    PanelBrowser browser = new PanelBrowser(product, chromium);
    browsers.add(browser);
    browser.page().addInitScript("localStorage.setItem('switchboard-hold', '" + hold + "')");
    browser.at("/tickets/" + desk.id()).signIn(person);
    assertThat(conversation(browser)).containsText("hello");
    return browser;
  }

  private static Locator conversation(PanelBrowser browser) {
    return browser.page().getByRole(AriaRole.LOG);
  }

  private static Locator field(PanelBrowser browser, String name) {
    return browser
        .page()
        .getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator reply(PanelBrowser browser) {
    return field(browser, "Reply to the member");
  }

  private static void send(PanelBrowser browser, String text) {
    reply(browser).fill(text);
    reply(browser).press("Control+Enter");
  }

  /** A message of the conversation, by its text. */
  private static Locator message(PanelBrowser browser, String text) {
    return conversation(browser)
        .getByRole(AriaRole.ARTICLE)
        .filter(new Locator.FilterOptions().setHasText(text));
  }

  private static void grantSue(String permission) {
    Browser.Page granted =
        samsProgram.post(
            "/api/admin/permissions",
            "{\"subject_type\":\"user\",\"subject_id\":\"%s\",\"permission\":\"%s\"}"
                .formatted(product.person("sue"), permission));
    assertThat(granted.status()).isEqualTo(200);
  }

  @Test
  void aDirectMessageAppearsInTheOpenTicket() {
    Desk desk = Desk.of("live");
    PanelBrowser sam = open(desk, "sam", 0);

    product.client().sendDm(desk.ticket().member(), "Is **anybody** there?");

    assertThat(message(sam, "Is anybody there?")).hasCount(1);
    assertThat(message(sam, "Is anybody there?").locator("strong")).hasText("anybody");
  }

  @Test
  void aReplyReachesTheMemberOnceAndItsDeliveryIsShown() {
    Desk desk = Desk.of("replied");
    PanelBrowser sam = open(desk, "sam", 0);

    sam.page().keyboard().press("r");
    sam.page().keyboard().type("Good morning!");
    sam.page().keyboard().press("Control+Enter");

    assertThat(reply(sam)).hasValue("");
    assertThat(message(sam, "Good morning!")).containsText("Delivered");
    desk.ticket().awaitMember(says("Good morning!"));
    assertThat(desk.atMember("Good morning!")).isEqualTo(1);
  }

  @Test
  void whatIsTakenBackNeverReachesTheMemberAndIsInTheFieldAgain() {
    Desk desk = Desk.of("undone");
    PanelBrowser sam = open(desk, "sam", 15);

    send(sam, "Too early");
    assertThat(message(sam, "Too early")).containsText("Goes out in");
    reply(sam).press("Escape");
    sam.page().keyboard().press("z");

    assertThat(reply(sam)).hasValue("Too early");
    assertThat(message(sam, "Too early")).hasCount(0);
    send(sam, "Just in time");
    desk.ticket().awaitMember(says("Just in time"));
    assertThat(desk.atMember("Too early")).isZero();
  }

  @Test
  void aReplyWithAPictureReachesTheMember() {
    Desk desk = Desk.of("pictured");
    PanelBrowser sam = open(desk, "sam", 0);

    sam.page()
        .locator("input[type=file]")
        .setInputFiles(new FilePayload("label.png", "image/png", PICTURE));
    assertThat(sam.button("Remove label.png")).isVisible();
    assertThat(sam.page().getByText("Draft saved")).isVisible();
    send(sam, "Print this");

    desk.ticket()
        .awaitMember(
            says("Print this")
                .and(seen -> seen.at("/attachments/0/filename").asText().equals("label.png")));
    Locator image = message(sam, "Print this").locator("img[alt='Image label.png']");
    assertThat(image).isVisible();
    assertThat(image).hasJSProperty("naturalWidth", 1);
    assertThat(sam.button("Remove label.png")).hasCount(0);
  }

  @Test
  void aHeldReplyGoesOutByItself() {
    Desk desk = Desk.of("held");
    PanelBrowser sam = open(desk, "sam", 5);

    send(sam, "In five seconds");

    assertThat(message(sam, "In five seconds")).containsText("Goes out in");
    desk.ticket().awaitMember(says("In five seconds"));
    assertThat(message(sam, "In five seconds")).containsText("Delivered");
    assertThat(message(sam, "In five seconds")).hasCount(1);
  }

  @Test
  void twoPeopleSeeEachOther() {
    grantSue("manage_tickets");
    Desk desk = Desk.of("crowded");
    PanelBrowser sam = open(desk, "sam", 0);
    PanelBrowser sue = open(desk, "sue", 0);
    Locator suesSign = sam.page().locator("header [data-viewer]");
    Locator samsSign = sue.page().locator("header [data-viewer]");

    assertThat(suesSign).hasText("Sue is looking");
    assertThat(samsSign).hasText("Sam is looking");
    reply(sue).pressSequentially("I take");
    assertThat(suesSign).hasText("Sue is writing a reply");
    sue.at("/sessions");
    assertThat(suesSign).hasCount(0);
  }

  @Test
  void aBlindAnswerIsRefusedAndCanBeSentAnyway() {
    Desk desk = Desk.of("blind");
    PanelBrowser sam = open(desk, "sam", 0);
    assertThat(conversation(sam)).containsText("hello");
    // From now on this browser learns nothing.
    sam.page().route("**/api/tickets/*/messages?*", Route::abort);
    product.client().sendDm(desk.ticket().member(), "It has just arrived");
    await()
        .atMost(PATIENCE)
        .until(() ->
            samsProgram
                .get("/api/tickets/" + desk.id() + "/messages")
                .raw()
                .body()
                .contains("It has just arrived"));

    send(sam, "Is it there?");

    Locator warning =
        sam.page()
            .getByRole(AriaRole.ALERT)
            .filter(new Locator.FilterOptions().setHasText("More was said"));
    assertThat(warning).containsText("It has just arrived");
    assertThat(reply(sam)).hasValue("Is it there?");
    assertThat(desk.atMember("Is it there?")).isZero();
    sam.page().unroute("**/api/tickets/*/messages?*");
    sam.button("Send anyway").click();
    desk.ticket().awaitMember(says("Is it there?"));
    assertThat(desk.atMember("Is it there?")).isEqualTo(1);
    assertThat(warning).hasCount(0);
  }

  @Test
  void aDraftFollowsThePersonAndIsGoneEverywhereOnceItIsSent() {
    Desk desk = Desk.of("drafted");
    PanelBrowser here = open(desk, "sam", 0);
    reply(here).fill("Begun here");
    assertThat(here.page().getByText("Draft saved")).isVisible();

    PanelBrowser there = open(desk, "sam", 0);
    assertThat(reply(there)).hasValue("Begun here");
    reply(there).press("Control+Enter");

    desk.ticket().awaitMember(says("Begun here"));
    assertThat(reply(there)).hasValue("");
    assertThat(reply(here)).hasValue("");
    here.page().reload();
    assertThat(message(here, "Begun here")).hasCount(1);
    assertThat(reply(here)).hasValue("");
  }

  @Test
  void aNoteIsForStaffAloneAndLooksSo() {
    Desk desk = Desk.of("noted");
    PanelBrowser sam = open(desk, "sam", 0);

    sam.page().keyboard().press("n");
    Locator note = field(sam, "Note for staff");
    assertThat(note).isFocused();
    sam.page().keyboard().type("She called yesterday");
    sam.button("Add the note").click();

    assertThat(message(sam, "She called yesterday")).containsText("Note, for staff alone");
    desk.ticket().awaitStaff(says("She called yesterday"));
    assertThat(desk.atMember("She called yesterday")).isZero();
  }

  @Test
  void anOwnReplyIsChangedAndDeletedOnBothSides() {
    Desk desk = Desk.of("changed");
    PanelBrowser sam = open(desk, "sam", 0);
    send(sam, "Good mroning!");
    assertThat(message(sam, "Good mroning!")).containsText("Delivered");

    sam.button("What can be done with this reply").click();
    sam.menuItem("Edit").click();
    field(sam, "Text of the reply").fill("Good morning!");
    sam.button("Save").click();
    assertThat(message(sam, "Good morning!")).containsText("Edited, show the former text");
    desk.ticket().awaitMember(says("Good morning!"));

    sam.button("What can be done with this reply").click();
    sam.menuItem("Delete").click();
    sam.confirm("Delete");
    assertThat(message(sam, "Good morning!")).containsText("Deleted");
    await().atMost(PATIENCE).until(() -> desk.atMember("Good morning!") == 0);
  }

  @Test
  void aTicketIsClosedByAKeyWhenTheServerSaysSo() {
    Desk desk = Desk.of("closed");
    PanelBrowser sam = open(desk, "sam", 0);

    sam.page().keyboard().press("e");
    field(sam, "Reason").fill("solved");
    sam.confirm("Close");

    assertThat(sam.page().getByText("This ticket is closed.")).isVisible();
    assertThat(reply(sam)).hasCount(0);
    desk.ticket().awaitMember(says("solved"));
  }

  @Test
  void theHelpNamesTheKeysAndSwitchesThemOff() {
    Desk desk = Desk.of("keys");
    PanelBrowser sam = open(desk, "sam", 0);

    sam.page().keyboard().press("?");
    assertThat(sam.dialog()).containsText("Write a reply");
    sam.dialog().getByRole(AriaRole.SWITCH).click();
    sam.page().keyboard().press("Escape");
    assertThat(sam.dialog()).hasCount(0);
    sam.page().keyboard().press("n");

    assertThat(reply(sam)).isVisible();
    assertThat(field(sam, "Note for staff")).hasCount(0);
  }

  @Test
  void thePageFitsAPhoneFromRightToLeft() {
    Desk desk = Desk.of("phone");
    PanelBrowser sam = open(desk, "sam", 0).sized(360, 740);
    sam.page().navigate(sam.url("/tickets/" + desk.id() + "?lang=en-XB"));
    assertThat(conversation(sam)).containsText("hello");

    assertThat(sam.isWiderThanTheScreen()).isFalse();
    sam.picture("ticket-phone-rtl");
    sam.dark(true).sized(1440, 900).picture("ticket-dark-rtl");
  }
}
