package dev.switchboard.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.switchboard.cli.Setup;
import dev.switchboard.config.Configuration;
import dev.switchboard.config.Environment;
import dev.switchboard.config.SettingsReader;
import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.e2e.stage.Patience;
import dev.switchboard.node.Switchboard;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.control.Chromium;
import dev.switchboard.storage.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From no configuration to the first ticket, by the setup page. */
@Tag("browser")
@Timeout(180)
class SetupTest {
  private static final Pattern LINK = Pattern.compile("http://\\S+/setup\\?token=(\\S+)");
  private static final Pattern FORM = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.empty();

  /** A database belongs to the first bot that starts on it. */
  @RegisterExtension static final TestDatabase OF_BROWSER = TestDatabase.empty();

  @TempDir Path folder;

  private final StringWriter printed = new StringWriter();
  private final CookieManager cookies = new CookieManager();
  private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();
  private final int port = FreePort.any();
  private Sandbox discord;
  private Environment environment;
  private Path file;
  private CompletableFuture<Void> setup;
  private String form = "";

  @BeforeEach
  void startWithNothing() {
    discord = Sandbox.start(SandboxSettings.inMemory());
    environment =
        new Environment(
            Map.of(
                "SWITCHBOARD_DISCORD_API_URL", discord.apiUrl(),
                "SWITCHBOARD_DATA_DIR", folder.resolve("data").toString(),
                "SWITCHBOARD_HTTP_PORT", String.valueOf(port)));
    file = folder.resolve("conf/switchboard.conf");
    setup = open(Duration.ofMinutes(2));
  }

  @AfterEach
  void stop() {
    http.close();
    discord.close();
  }

  private CompletableFuture<Void> open(Duration patience) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Setup.Options options =
        new Setup.Options(Setup.Choice.ON, Optional.empty(), Set.of(), patience);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            Setup.openWhereNeeded(
                Optional.of(file), environment, options, new PrintWriter(printed, true));
            ended.complete(null);
          } catch (RuntimeException | InterruptedException failed) {
            ended.completeExceptionally(failed);
          }
        });
    return ended;
  }

  private String link() {
    await()
        .atMost(Patience.LIMIT)
        .failFast(() -> {
          if (setup.isCompletedExceptionally()) {
            setup.join();
          }
        })
        .until(() -> LINK.matcher(printed.toString()).find());
    Matcher found = LINK.matcher(printed.toString());
    assertThat(found.find()).isTrue();
    return found.group();
  }

  @Test
  void fromNothingToAFirstTicketByForms() throws Exception {
    assertThat(get(link()).body()).contains("Step 1 of 3", "Message Content Intent");

    assertThat(post("bot", Map.of("discord.token", "no token")))
        .contains("This is no bot token", "aria-invalid=\"true\"");
    assertThat(post("bot", Map.of("discord.token", discord.botToken() + "x")))
        .contains("Discord refuses this token");
    assertThat(post("bot", Map.of("discord.token", discord.botToken())))
        .contains("Step 2 of 3", String.valueOf(discord.world().staff().guild()))
        .doesNotContain(discord.botToken());

    assertThat(post("guilds", guilds("ftp://x")))
        .contains("Step 2 of 3", "id=\"http.public-url-wrong\"", "https://");
    assertThat(post("guilds", guilds("http://127.0.0.1:" + port)))
        .contains("Step 3 of 3", "http://127.0.0.1:" + port + "/api/auth/callback");

    Map<String, String> wrong = new HashMap<>(place("new"));
    wrong.put("panel.client-id", String.valueOf(discord.world().bot()));
    wrong.put("panel.client-secret", "guessed");
    wrong.put("database.url", "jdbc:postgresql://127.0.0.1:1/nothing");
    assertThat(post("finish", wrong))
        .contains("id=\"panel.client-secret-wrong\"", "id=\"database.url-wrong\"");
    assertThat(categories()).as("nothing is made before all is right").doesNotContain("Tickets");
    assertThat(file).doesNotExist();

    Map<String, String> right = new HashMap<>(place("new"));
    right.put("panel.client-id", String.valueOf(discord.world().bot()));
    right.put("panel.client-secret", discord.clientSecret());
    assertThat(post("finish", right)).contains("Switchboard is starting", file.toString());

    setup.get(30, TimeUnit.SECONDS);
    assertThat(categories()).containsOnlyOnce("Tickets");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
    assertFirstTicket();
  }

  @Test
  void aCategoryThatEverybodySeesIsRefusedAtItsFieldAndNothingIsWritten() throws Exception {
    discord
        .client()
        .call(
            "PATCH",
            "/control/channels/" + discord.world().staff().inboxCategory(),
            JsonNodeFactory.instance
                .objectNode()
                .set("permission_overwrites", JsonNodeFactory.instance.arrayNode()));
    get(link());
    post("bot", Map.of("discord.token", discord.botToken()));
    post("guilds", guilds(""));

    String answer = post("finish", place(String.valueOf(discord.world().staff().inboxCategory())));

    assertThat(answer).contains("id=\"inbox-category-wrong\"", "@everyone");
    assertThat(file).doesNotExist();
    assertThat(setup).isNotDone();
  }

  @Test
  void missingIntentsAreSaidAtTheToken() throws Exception {
    discord
        .client()
        .call(
            "PATCH",
            "/control/bots/" + discord.world().bot(),
            JsonNodeFactory.instance.objectNode().put("allowed_intents", 0));
    get(link());

    assertThat(post("bot", Map.of("discord.token", discord.botToken())))
        .contains("Step 1 of 3", "Server Members Intent", "Message Content Intent", "switch it on");
  }

  @Test
  void aFileThatAppearedMeanwhileIsNotOverwritten() throws Exception {
    get(link());
    post("bot", Map.of("discord.token", discord.botToken()));
    post("guilds", guilds(""));
    Files.writeString(file, "switchboard.http.port = 1\n");

    assertThat(post("finish", place(String.valueOf(discord.world().staff().inboxCategory()))))
        .contains("is not overwritten");

    assertThat(file).hasContent("switchboard.http.port = 1\n");
  }

  @Test
  void inABrowserWithoutScripts() throws Exception {
    try (Chromium chromium = Chromium.launch()) {
      Page page = chromium.open("about:blank");
      page.setViewportSize(360, 740);
      page.navigate(link());
      assertThat(page.url()).endsWith("/setup");
      picture(page, "setup-1-light-360");
      page.fill("[name='discord.token']", "wrong");
      page.click("button[type=submit]");
      assertThat(page.locator("[role=alert]").innerText()).contains("no bot token");
      picture(page, "setup-1-wrong-360");
      page.fill("[name='discord.token']", discord.botToken());
      page.click("button[type=submit]");
      page.getByLabel("Community guild")
          .selectOption(String.valueOf(discord.world().communityGuild()));
      page.getByLabel("Staff guild").selectOption(String.valueOf(discord.world().staff().guild()));
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
      picture(page, "setup-2-dark-360");
      page.click("text=Go on");
      page.check("[name='staff-roles'][value='" + discord.world().staff().role() + "']");
      picture(page, "setup-3-dark-360");
      page.setViewportSize(1200, 900);
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
      picture(page, "setup-3-light-1200");
      page.fill("[name='database.url']", OF_BROWSER.settings().url());
      page.fill("[name='database.user']", OF_BROWSER.settings().user());
      page.fill("[name='database.password']", OF_BROWSER.settings().password());
      page.click("text=Check everything and start");
      assertThat(page.locator("h1").innerText()).isEqualTo("Switchboard is starting");
      picture(page, "setup-4-light-1200");
      assertThat(chromium.takeErrors()).noneMatch(error -> error.contains("Security Policy"));
    }
    setup.get(30, TimeUnit.SECONDS);
    assertFirstTicket();
  }

  private static void picture(Page page, String name) {
    assertThat(
            (Boolean)
                page.evaluate(
                    "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
        .as("%s fits", name)
        .isTrue();
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target/panel-pictures", name + ".png")));
  }

  @Test
  void theTimeIsBounded() {
    file = folder.resolve("conf/other.conf");
    environment =
        new Environment(
            Map.of(
                "SWITCHBOARD_DATA_DIR",
                folder.resolve("data").toString(),
                "SWITCHBOARD_HTTP_PORT",
                "0"));

    assertThat(open(Duration.ofMillis(1))).succeedsWithin(Duration.ofSeconds(30));

    assertThat(printed.toString()).contains("Nobody finished the setup in time");
    assertThat(file).doesNotExist();
  }

  // ---- what is sent, and what follows

  private Map<String, String> guilds(String address) {
    return Map.of(
        "community-guild", String.valueOf(discord.world().communityGuild()),
        "staff-guild", String.valueOf(discord.world().staff().guild()),
        "http.public-url", address);
  }

  private Map<String, String> place(String category) {
    return Map.of(
        "inbox-category", category,
        "staff-roles", String.valueOf(discord.world().staff().role()),
        "log-channel", String.valueOf(discord.world().staff().logChannel()),
        "database.url", DATABASE.settings().url(),
        "database.user", DATABASE.settings().user(),
        "database.password", DATABASE.settings().password());
  }

  private HttpResponse<String> get(String address) throws Exception {
    HttpResponse<String> first =
        http.send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString());
    HttpResponse<String> answer =
        first.statusCode() == 303
            ? http.send(
                HttpRequest.newBuilder(
                        URI.create(address)
                            .resolve(first.headers().firstValue("Location").orElseThrow()))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            : first;
    Matcher found = FORM.matcher(answer.body());
    form = found.find() ? found.group(1) : form;
    return answer;
  }

  private String post(String step, Map<String, String> values) throws Exception {
    Map<String, String> all = new LinkedHashMap<>(values);
    all.put("form", form);
    String body =
        all.entrySet().stream()
            .map(entry ->
                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/setup/" + step))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private List<String> categories() {
    return discord.client().channels(discord.world().staff().guild()).stream()
        .filter(channel -> channel.path("type").asInt() == 4)
        .map(channel -> channel.path("name").asText())
        .toList();
  }

  /** The file is read as any other, and the page is gone while the product serves its address. */
  private void assertFirstTicket() throws Exception {
    Switchboard product =
        Switchboard.start(
            SettingsReader.read(Configuration.load(Optional.of(file), environment, Map.of())));
    try {
      // What was written before a first start is not read back.
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() ->
              get("http://127.0.0.1:" + port + "/api/health")
                  .body()
                  .contains("\"connected\":true"));
      discord.client().sendDm(discord.world().person("alice"), "the first message");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() ->
              discord.client().channels(discord.world().staff().guild()).stream()
                  .anyMatch(channel -> channel.path("topic").asText("").startsWith("Ticket #")));
      HttpResponse<String> closed = get(link());
      assertThat(closed.statusCode()).isEqualTo(404);
      assertThat(closed.body()).doesNotContain("Step 1");
    } finally {
      product.close();
    }
  }
}
