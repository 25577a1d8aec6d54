package dev.switchboard.discord.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.switchboard.discord.ConnectProxy;
import dev.switchboard.discord.ScriptedGateway;
import dev.switchboard.discord.file.Downloads;
import dev.switchboard.discord.gateway.Disconnect;
import dev.switchboard.discord.gateway.Frame;
import dev.switchboard.discord.gateway.FrameReader;
import dev.switchboard.discord.gateway.GatewayDialer;
import dev.switchboard.discord.gateway.Session;
import dev.switchboard.lookup.HostLookup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

class OverridingResolversTest {
  private static final Call SHOW = Call.get("/users/{user}", 1);
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Map<String, String> targets = new ConcurrentHashMap<>();
  private final AtomicReference<String> connection = new AtomicReference<>("");

  /** What the next who asks is answered, in its time. */
  private final Queue<CompletableFuture<Optional<String>>> slowly = new ConcurrentLinkedQueue<>();

  private final AtomicLong changed = new AtomicLong(System.nanoTime());
  private final HostLookup lookup =
      new HostLookup() {
        @Override
        public CompletionStage<Optional<String>> targetOf(String host) {
          return Optional.ofNullable(slowly.poll())
              .orElseGet(
                  () -> CompletableFuture.completedFuture(Optional.ofNullable(targets.get(host))));
        }

        @Override
        public boolean changedSince(long nanoTime) {
          return changed.get() - nanoTime > 0;
        }
      };

  private void set(String host, String target) {
    targets.put(host, target);
    changed.set(System.nanoTime());
  }

  @Test
  void aFileOfAMadeUpHostIsCopiedFromWhereAnOverrideSays() throws Exception {
    DisposableServer server = serve(HttpServer.create());
    URI address = URI.create("http://files.made-up.invalid:%d/a".formatted(server.port()));
    try (Downloads downloads = new Downloads(address, Duration.ofSeconds(10), lookup)) {
      assertThat(downloads.open(address).toCompletableFuture().get(30, SECONDS))
          .isInstanceOf(Downloads.Download.Unavailable.class);

      set("files.made-up.invalid", "127.0.0.1");

      Downloads.Download answer = downloads.open(address).toCompletableFuture().get(30, SECONDS);
      assertThat(answer).isInstanceOf(Downloads.Download.Content.class);
      try (InputStream content = ((Downloads.Download.Content) answer).stream()) {
        assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8))
            .isEqualTo("served for files.made-up.invalid:" + server.port());
      }
    } finally {
      server.disposeNow();
    }
  }

  @Test
  void discordIsSpokenToWhereAnOverrideSays() throws Exception {
    try (ScriptedDiscord discord =
        new ScriptedDiscord(_ -> ScriptedDiscord.Reply.json(200, "{\"id\":\"1\"}"))) {
      DiscordSettings.Access access =
          new DiscordSettings.Access(
              discord.access().token(),
              URI.create("http://discord.made-up.invalid:" + discord.access().apiUrl().getPort()));
      try (DiscordRest rest = new DiscordRest(access, _ -> true, new DiscordClock(), lookup)) {
        Call call = Call.get("/users/{user}", 1);
        assertThat(rest.exchange(call).toCompletableFuture().get(30, SECONDS))
            .isInstanceOf(Answer.Unreachable.class);

        set("discord.made-up.invalid", "localhost");

        assertThat(rest.exchange(call).toCompletableFuture().get(30, SECONDS))
            .isInstanceOf(Answer.Ok.class);
      }
    }
  }

  @Test
  void aConnectionThatIsKeptIsNotUsedAgainAfterAChange() throws Exception {
    DisposableServer first = namesItself("127.0.0.1", 0, "first");
    DisposableServer second = namesItself("127.0.0.2", first.port(), "second");
    DiscordSettings.Access access =
        new DiscordSettings.Access(
            "MQ.a.b", URI.create("http://discord.made-up.invalid:" + first.port()));
    set("discord.made-up.invalid", "127.0.0.1");
    try (DiscordRest rest = new DiscordRest(access, _ -> true, new DiscordClock(), lookup)) {
      // One that was used twice is kept.
      await()
          .atMost(30, SECONDS)
          .until(() -> {
            String before = connection.get();
            return whoAnswers(rest).equals("first") && connection.get().equals(before);
          });

      set("discord.made-up.invalid", "127.0.0.2");

      assertThatAllGoTo("second", rest);
    } finally {
      first.disposeNow();
      second.disposeNow();
    }
  }

  @Test
  void behindAProxyItAloneKnowsWhereNamesLead() throws Exception {
    try (ScriptedDiscord discord =
            new ScriptedDiscord(_ -> ScriptedDiscord.Reply.json(200, "{\"id\":\"1\"}"));
        ConnectProxy proxy = new ConnectProxy(discord.access().apiUrl().getPort(), "")) {
      URI api = URI.create("http://discord.made-up.invalid:8080");
      try (DiscordRest rest = restAt(api)) {
        assertThat(rest.exchange(SHOW).toCompletableFuture().get(30, SECONDS))
            .isInstanceOf(Answer.Ok.class);
      }
      try (Downloads downloads = new Downloads(api, Duration.ofSeconds(10), lookup)) {
        assertThat(downloads.open(api.resolve("/a")).toCompletableFuture().get(30, SECONDS))
            .isInstanceOf(Downloads.Download.Content.class);
      }
      assertThat(proxy.asked)
          .containsExactly("discord.made-up.invalid:8080", "discord.made-up.invalid:8080");
    }
  }

  @Test
  void theGatewayIsReachedByWayOfAProxyToo() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway();
        ConnectProxy proxy = new ConnectProxy(URI.create(gateway.gatewayUrl()).getPort(), "");
        GatewayDialer dialer =
            new GatewayDialer(
                new DiscordSettings.Access("MQ.a.b", URI.create(gateway.apiUrl())), lookup)) {
      CompletableFuture<Disconnect> ended = new CompletableFuture<>();
      dialer.dial(
          "ws://gateway.made-up.invalid:8080/none",
          Session.NONE,
          new FrameReader("", (_, _) -> {}, new Deaf()),
          ended::complete);
      // Nobody is at that path: but somebody said so.
      assertThat(ended.get(30, SECONDS)).asString().contains("404");
      assertThat(proxy.asked).containsExactly("gateway.made-up.invalid:8080");
    }
  }

  @Test
  void anOverrideCountsBehindAProxyToo() throws Exception {
    try (ScriptedDiscord discord =
            new ScriptedDiscord(_ -> ScriptedDiscord.Reply.json(200, "{\"id\":\"1\"}"));
        ConnectProxy proxy = new ConnectProxy(discord.access().apiUrl().getPort(), "");
        DiscordRest rest = restAt(URI.create("http://discord.made-up.invalid:8080"))) {
      set("discord.made-up.invalid", "other.made-up.invalid");

      assertThat(rest.exchange(SHOW).toCompletableFuture().get(30, SECONDS))
          .isInstanceOf(Answer.Ok.class);
      assertThat(proxy.asked).containsExactly("other.made-up.invalid:8080");
      assertThat(discord.requests.getFirst().headers())
          .containsEntry("Host", "discord.made-up.invalid:8080");
    }
  }

  @Test
  void anOverrideCountsForAHostThatIsNotAskedForByWayOfTheProxy() throws Exception {
    DisposableServer first = namesItself("127.0.0.1", 0, "first");
    DisposableServer second = namesItself("127.0.0.2", first.port(), "second");
    try (ConnectProxy proxy = new ConnectProxy(first.port(), "localhost");
        DiscordRest rest = restAt(URI.create("http://localhost:" + first.port()))) {
      assertThat(whoAnswers(rest)).isEqualTo("first");

      set("localhost", "127.0.0.2");

      assertThat(whoAnswers(rest)).isEqualTo("second");
      assertThat(proxy.asked).isEmpty();
    } finally {
      first.disposeNow();
      second.disposeNow();
    }
  }

  private DiscordRest restAt(URI api) {
    return new DiscordRest(
        new DiscordSettings.Access("MQ.a.b", api), _ -> true, new DiscordClock(), lookup);
  }

  @Test
  void aConnectionThatIsMadeWhileAnOverrideIsSetIsNotUsedAgain() throws Exception {
    DisposableServer first = namesItself("127.0.0.1", 0, "first");
    DisposableServer second = namesItself("127.0.0.2", first.port(), "second");
    CompletableFuture<Optional<String>> slow = new CompletableFuture<>();
    slowly.add(slow);
    try (DiscordRest rest = restAt(URI.create("http://discord.made-up.invalid:" + first.port()))) {
      CompletableFuture<Answer> early = rest.exchange(SHOW).toCompletableFuture();
      await().atMost(30, SECONDS).until(slowly::isEmpty);

      set("discord.made-up.invalid", "127.0.0.2");
      slow.complete(Optional.of("127.0.0.1"));

      assertThat(name(early.get(30, SECONDS))).isEqualTo("first");
      assertThatAllGoTo("second", rest);
    } finally {
      first.disposeNow();
      second.disposeNow();
    }
  }

  /** The connection may not be back yet for the first call; some of many at once would use it. */
  private static void assertThatAllGoTo(String server, DiscordRest rest) throws Exception {
    for (int round = 0; round < 5; round++) {
      List<CompletableFuture<Answer>> answers =
          Stream.generate(() -> rest.exchange(SHOW).toCompletableFuture()).limit(4).toList();
      for (CompletableFuture<Answer> answer : answers) {
        assertThat(name(answer.get(30, SECONDS))).isEqualTo(server);
      }
    }
  }

  private DisposableServer namesItself(String host, int port, String name) {
    return HttpServer.create()
        .host(host)
        .port(port)
        .handle((request, response) -> {
          request.withConnection(used -> connection.set(used.channel().id().asLongText()));
          return response
              .header("Content-Type", "application/json")
              .sendString(Mono.just("{\"id\":\"%s\"}".formatted(name)));
        })
        .bindNow();
  }

  private static String whoAnswers(DiscordRest rest) throws Exception {
    return name(rest.exchange(SHOW).toCompletableFuture().get(30, SECONDS));
  }

  private static String name(Answer answer) {
    return ((Answer.Ok) answer).body().path("id").asText();
  }

  @Test
  void whoAnswersStillHasToProveTheHostsOwnName(@TempDir Path folder) throws Exception {
    KeyStore keys = certificateOf("right.made-up.invalid", folder.resolve("keys.p12"));
    DisposableServer server = serve(HttpServer.create().secure(spec -> spec.sslContext(own(keys))));
    SslContext trusting = trusting(keys);
    HttpClient client =
        HttpClient.newConnection()
            .resolver(new OverridingResolvers(lookup))
            .secure(spec -> spec.sslContext(trusting));
    set("right.made-up.invalid", "127.0.0.1");
    set("wrong.made-up.invalid", "127.0.0.1");
    try {
      assertThat(get(client, "right.made-up.invalid", server.port()))
          .isEqualTo("served for right.made-up.invalid:" + server.port());
      assertThatThrownBy(() -> get(client, "wrong.made-up.invalid", server.port()))
          .hasRootCauseMessage(
              "No subject alternative DNS name matching wrong.made-up.invalid found.")
          .hasStackTraceContaining(SSLHandshakeException.class.getSimpleName());
    } finally {
      server.disposeNow();
    }
  }

  private static String get(HttpClient client, String host, int port) throws Exception {
    return client
        .get()
        .uri("https://%s:%d/".formatted(host, port))
        .responseContent()
        .aggregate()
        .asString()
        .toFuture()
        .get(30, SECONDS);
  }

  private static DisposableServer serve(HttpServer server) {
    return server
        .host("127.0.0.1")
        .port(0)
        .handle((request, response) ->
            response.sendString(Mono.just("served for " + request.requestHeaders().get("Host"))))
        .bindNow();
  }

  private static KeyStore certificateOf(String host, Path file) throws Exception {
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "it",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + host,
                    "-ext",
                    "san=dns:" + host,
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    new String(PASSWORD)))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static SslContext own(KeyStore keys) {
    try {
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD);
      return SslContextBuilder.forServer(managers).build();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static SslContext trusting(KeyStore keys) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("it", keys.getCertificate("it"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    return SslContextBuilder.forClient().trustManager(managers).build();
  }

  /** Of a connection over which nothing comes. */
  private record Deaf() implements FrameReader.Outlet {
    @Override
    public void event(Frame frame) {}

    @Override
    public void undecodable(String text, String error) {}

    @Override
    public void established() {}

    @Override
    public void reconnect() {}

    @Override
    public void invalidSession(boolean resumable) {}

    @Override
    public int committed(String session) {
      return 0;
    }
  }
}
