package dev.switchboard.http.endpoint;

import dev.switchboard.access.AuditEntry;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.access.key.KeyPermission;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/** The layers of the API without HTTP: sessions and keys that a test names, and an audit log. */
public final class PlayedApi implements Credentials {
  public static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  public static final String ORIGIN = "https://desk.example";

  private final Map<String, Set<Right>> sessions = new HashMap<>();
  private final Map<String, Set<KeyPermission>> keys = new HashMap<>();
  private final PlayedTrail trail = new PlayedTrail();
  private final Endpoints serving;
  private int lookUps;

  public PlayedApi(List<Endpoint> endpoints) {
    serving =
        new Api(this, trail, Optional.of(URI.create(ORIGIN)), Clock.fixed(NOW, ZoneOffset.UTC))
            .serving(endpoints);
  }

  /** Operations whose rates stay spent. */
  public static Endpoints whereNoTimePasses(Api api, List<Endpoint> endpoints) {
    return api.serving(endpoints, () -> 0);
  }

  /** A session of the user 7, Anna. */
  public PlayedApi session(String token, Right... rights) {
    sessions.put(token, Set.of(rights));
    return this;
  }

  public PlayedApi key(String text, KeyPermission... permissions) {
    keys.put(text, KeyPermission.all(List.of(permissions)));
    return this;
  }

  /** How often a credential was looked up. */
  public int lookUps() {
    return lookUps;
  }

  public List<AuditEntry> audited() {
    return trail.written();
  }

  @Override
  public CompletionStage<Optional<Session>> session(
      String token, String device, Principal.Source source) {
    lookUps++;
    return CompletableFuture.completedStage(
        Optional.ofNullable(sessions.get(token))
            .map(rights ->
                new Session(
                    "id-of-" + token, new Principal.DiscordUser(7, "Anna", rights, source))));
  }

  @Override
  public CompletionStage<Optional<Key>> key(String text, Principal.Source source) {
    lookUps++;
    return CompletableFuture.completedStage(
        Optional.ofNullable(keys.get(text))
            .map(
                permissions -> new Key(new Principal.ApiKey(text, Set.of(), source), permissions)));
  }

  public Endpoints serving() {
    return serving;
  }

  /** The answer to a request, which has to be to a path of the API. */
  public ApiResponse answer(ApiRequest request) {
    return serving.answer(request).toCompletableFuture().join();
  }

  /** A request that a test changes step by step. */
  public static Request request(String method, String path) {
    return new Request(method, path);
  }

  /** A request without a body, from 192.0.2.1. */
  public static final class Request {
    private final String method;
    private final String path;
    private final List<ApiRequest.Parameter> query = new ArrayList<>();
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private String type = "";
    private byte[] body = new byte[0];
    private String from = "192.0.2.1";

    private Request(String method, String path) {
      this.method = method;
      this.path = path;
    }

    public Request query(String name, String value) {
      query.add(new ApiRequest.Parameter(name, value));
      return this;
    }

    public Request header(String name, String value) {
      headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>()).add(value);
      return this;
    }

    /** By a session, from our own page. */
    public Request session(String token) {
      return header("Cookie", "__Host-session_id=" + token).header("Sec-Fetch-Site", "same-origin");
    }

    public Request key(String key) {
      return header("X-API-Key", key);
    }

    public Request json(String text) {
      return body("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    public Request body(String contentType, byte[] bytes) {
      type = contentType;
      body = bytes;
      return this;
    }

    public Request from(String address) {
      from = address;
      return this;
    }

    public ApiRequest sent() {
      return new ApiRequest(
          method,
          path,
          query,
          headers,
          type,
          ByteString.fromArray(body),
          InetAddress.ofLiteral(from));
    }
  }
}
