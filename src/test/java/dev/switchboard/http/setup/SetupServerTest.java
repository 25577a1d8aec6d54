package dev.switchboard.http.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.switchboard.SecurityPoint;
import dev.switchboard.http.HttpSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use the page. Point 30 of the list of testable points of the HTTP interface. */
class SetupServerTest {
  private static final Pattern FORM = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");

  private final SetupLink link = new SetupLink();
  private final Work work = new Work();
  private SetupServer server;

  /** An answer as it came over the wire. */
  private record Answer(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  /** A Discord that knows one token. */
  private static final class Work implements SetupWork {
    private final List<String> asked = new ArrayList<>();
    private CompletableFuture<Step<Bot>> bot =
        CompletableFuture.completedFuture(
            Step.done(
                new Bot(
                    "1", "<b>bot</b>", "https://discord.com", List.of(new Named("2", "Guild")))));

    @Override
    public boolean isTold(String key) {
      return false;
    }

    @Override
    public String ownAddress() {
      return "http://127.0.0.1:3002";
    }

    @Override
    public String file() {
      return "/conf/switchboard.conf";
    }

    @Override
    public CompletionStage<Step<Bot>> bot(String token) {
      asked.add(token);
      return bot;
    }

    @Override
    public CompletionStage<Step<Place>> place(Map<String, String> values) {
      return CompletableFuture.completedStage(
          Step.done(new Place(List.of(new Named("3", "Inbox")), List.of(), List.of())));
    }

    @Override
    public CompletionStage<Step<Named>> makeCategory(Bot whose, Map<String, String> values) {
      throw new AssertionError("not asked for");
    }

    @Override
    public CompletionStage<Step<String>> check(Map<String, String> values) {
      return CompletableFuture.completedStage(Step.done(""));
    }

    @Override
    public CompletionStage<Step<String>> finish(Map<String, String> values) {
      asked.add(values.toString());
      return CompletableFuture.completedStage(Step.done("/conf/switchboard.conf"));
    }
  }

  @BeforeEach
  void start() {
    server =
        SetupServer.start(
            new HttpSettings.Address("127.0.0.1", 0), link, new HostNames(Set.of()), work);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @SecurityPoint(30)
  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example:80", "192.168.0.7"})
  void point30AnotherHostNameIsRefusedEvenWithTheToken(String host) throws IOException {
    Answer answer = send("GET", "/setup?token=" + link.token(), List.of("Host: " + host), "");

    assertThat(answer.status()).isEqualTo(421);
    assertThat(answer.header("Set-Cookie")).isEmpty();
    assertThat(get("/setup?token=" + link.token()).status())
        .as("the link is unused")
        .isEqualTo(303);
  }

  @SecurityPoint(30)
  @Test
  void point30TheTokenOpensThePageOnce() throws IOException {
    assertThat(get("/setup").status()).isEqualTo(403);
    assertThat(get("/setup?token=").status()).isEqualTo(403);
    assertThat(get("/setup?token=guessed").status()).isEqualTo(403);

    Answer opened = get("/setup?token=" + link.token());
    assertThat(opened.status()).isEqualTo(303);
    assertThat(opened.header("Location")).isEqualTo("/setup");
    assertThat(opened.header("Set-Cookie"))
        .contains("HttpOnly", "SameSite=Lax", "Path=/setup", "Max-Age=3600")
        .doesNotContain(link.token());

    assertThat(get("/setup?token=" + link.token()).status()).isEqualTo(403);
    assertThat(get("/setup", "Cookie: switchboard_setup=" + link.token()).status()).isEqualTo(403);
  }

  @Test
  void wrongTokensAreBounded() throws IOException {
    for (int i = 0; i < SetupRoute.WRONG; i++) {
      assertThat(get("/setup?token=guess" + i).status()).isEqualTo(403);
    }

    Answer spent = get("/setup?token=guess");

    assertThat(spent.status()).isEqualTo(429);
    assertThat(spent.header("Retry-After")).isEqualTo("60");
    assertThat(spent.header("Set-Cookie")).isEmpty();
    assertThat(get("/setup?token=" + link.token()).status())
        .as("the right one, for whoever shares that address")
        .isEqualTo(303);
  }

  @Test
  void everyAnswerHasTheStrictHeadersAndNoScript() throws IOException {
    String cookie = cookie();
    for (Answer answer :
        List.of(
            get("/setup", cookie),
            get("/setup", "Cookie: switchboard_setup=x"),
            get("/nothing"),
            send("PUT", "/setup", List.of("Host: localhost"), ""))) {
      assertThat(answer.header("Content-Security-Policy"))
          .startsWith("default-src 'none'; style-src 'sha256-")
          .contains("form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'")
          .doesNotContain("script-src", "unsafe");
      assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
      assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
      assertThat(answer.body()).doesNotContain("<script");
    }
  }

  @SecurityPoint(13)
  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site", "none"})
  void formsOfOtherSitesAreRefused(String site) throws IOException {
    String cookie = cookie();
    String form = form(cookie);

    Answer answer =
        post("/setup/bot", "form=" + form + "&discord.token=x", cookie, "Sec-Fetch-Site: " + site);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(work.asked).isEmpty();
  }

  @Test
  void aFormWithoutItsProofIsRefused() throws IOException {
    String cookie = cookie();

    assertThat(post("/setup/bot", "discord.token=x", cookie).status()).isEqualTo(403);
    assertThat(post("/setup/bot", "form=x&discord.token=x", cookie).status()).isEqualTo(403);
    assertThat(post("/setup/bot", "form=%zz", cookie).status()).isEqualTo(403);
    assertThat(post("/setup/bot", "form=" + form(cookie)).status()).as("no cookie").isEqualTo(403);
    assertThat(work.asked).isEmpty();
  }

  @Test
  void aTextThatIsTooLongIsRefusedAtItsField() throws IOException {
    String cookie = cookie();

    Answer answer =
        post(
            "/setup/bot",
            "form=" + form(cookie) + "&discord.token=" + "x".repeat(SetupForm.LONGEST + 1),
            cookie);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains("id=\"discord.token-wrong\"");
    assertThat(work.asked).isEmpty();
  }

  @Test
  void aSecondClickDoesNothingWhileTheFirstIsChecked() throws Exception {
    String cookie = cookie();
    String form = form(cookie);
    CompletableFuture<SetupWork.Step<SetupWork.Bot>> answered = work.bot;
    work.bot = new CompletableFuture<>();
    CompletableFuture<Answer> first =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return post("/setup/bot", "form=" + form + "&discord.token=x", cookie);
              } catch (IOException failed) {
                throw new AssertionError(failed);
              }
            },
            // The common pool may have a single thread, which the server needs.
            task -> Thread.ofVirtual().start(task));
    await().until(() -> work.asked.size() == 1);

    assertThat(post("/setup/bot", "form=" + form + "&discord.token=y", cookie).status())
        .isEqualTo(409);

    work.bot.complete(answered.join());
    assertThat(first.get().status()).isEqualTo(200);
    assertThat(work.asked).containsExactly("x");
  }

  @Test
  void namesOfDiscordAreEscapedAndStepsCannotBeSkipped() throws IOException {
    String cookie = cookie();
    String form = "form=" + form(cookie);

    assertThat(post("/setup/finish", form, cookie).body()).contains("Step 1 of 3");
    assertThat(post("/setup/bot", form + "&discord.token=x", cookie).body())
        .contains("&lt;b&gt;bot&lt;/b&gt;")
        .doesNotContain("<b>bot");
  }

  @SecurityPoint(30)
  @Test
  void point30ItIsClosedForGoodAfterwards() throws IOException {
    String cookie = cookie();
    String form = "form=" + form(cookie);
    post("/setup/bot", form + "&discord.token=x", cookie);
    post("/setup/guilds", form + "&community-guild=2&staff-guild=", cookie);
    assertThat(server.written()).isNotCompleted();

    Answer last =
        post("/setup/finish", form + "&inbox-category=3&staff-roles=4&staff-roles=5", cookie);

    assertThat(last.status()).isEqualTo(200);
    assertThat(server.written()).isCompleted();
    assertThat(work.asked.getLast())
        .contains("staff-guild=2", "inbox-category=3", "staff-roles=4,5", "discord.token=x");
    assertThat(get("/setup", cookie).status()).isEqualTo(410);
    assertThat(post("/setup/finish", form, cookie).status()).isEqualTo(410);
    server.close();
    assertThatThrownBy(() -> get("/setup", cookie)).isInstanceOf(ConnectException.class);
  }

  private String cookie() throws IOException {
    String set = get("/setup?token=" + link.token()).header("Set-Cookie");
    return "Cookie: " + set.substring(0, set.indexOf(';'));
  }

  private String form(String cookie) throws IOException {
    Matcher found = FORM.matcher(get("/setup", cookie).body());
    assertThat(found.find()).isTrue();
    return URLEncoder.encode(found.group(1), StandardCharsets.UTF_8);
  }

  private Answer get(String path, String... headers) throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Host: 127.0.0.1:" + server.port());
    return send("GET", path, all, "");
  }

  private Answer post(String path, String body, String... headers) throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Host: localhost:" + server.port());
    all.add("Content-Type: application/x-www-form-urlencoded");
    return send("POST", path, all, body);
  }

  /** By hand, since Java's client does not send another host. */
  private Answer send(String method, String path, List<String> headers, String body)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String request =
          method
              + " "
              + path
              + " HTTP/1.1\r\n"
              + headers.stream().map(line -> line + "\r\n").collect(Collectors.joining())
              + "Content-Length: "
              + body.length()
              + "\r\nConnection: close\r\n\r\n"
              + body;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String status = Optional.ofNullable(reader.readLine()).orElse("");
      Map<String, String> read = new HashMap<>();
      String line = reader.readLine();
      while (line != null && !line.isEmpty()) {
        int colon = line.indexOf(':');
        read.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        line = reader.readLine();
      }
      return new Answer(
          Integer.parseInt(status.substring(9, 12)),
          read,
          reader.lines().collect(Collectors.joining("\n")));
    }
  }
}
