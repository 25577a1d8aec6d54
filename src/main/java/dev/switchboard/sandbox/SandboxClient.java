package dev.switchboard.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.rest.Multipart;
import dev.switchboard.sandbox.rest.RestAnswer;
import dev.switchboard.sandbox.world.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The control API in Java: a test or the launcher acts as any person, reads the world, and causes
 * faults. The operations are the same for a sandbox in this process and in another. Answers are
 * Discord's JSON; a refused call throws {@link Refused}.
 */
public final class SandboxClient {
  private final Transport transport;

  /** How a call reaches the sandbox. */
  interface Transport {
    RestAnswer call(String method, String path, String contentType, byte[] body);
  }

  /** A call that the sandbox refused, with Discord's code. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    Refused(int status, JsonNode body) {
      super(status + " " + body);
      this.status = status;
      this.code = body.path("code").asInt();
    }

    public int status() {
      return status;
    }

    /** Discord's error code; 0 if there is none. */
    public int code() {
      return code;
    }
  }

  private SandboxClient(Transport transport) {
    this.transport = transport;
  }

  static SandboxClient inProcess(Transport transport) {
    return new SandboxClient(transport);
  }

  /** A client of a sandbox in another process. */
  public static SandboxClient at(String url, String controlToken) {
    HttpClient http = HttpClient.newHttpClient();
    return new SandboxClient((method, path, contentType, body) -> {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + path))
              .header("X-Sandbox-Token", controlToken)
              .header("Content-Type", contentType)
              .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      try {
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return RestAnswer.bytes(response.statusCode(), "", response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    });
  }

  /** Any operation of the control API. An empty answer is an empty object. */
  public JsonNode call(String method, String path, JsonNode body) {
    byte[] bytes = body.isEmpty() ? new byte[0] : Json.bytes(body);
    return call(method, path, "application/json", bytes);
  }

  /**
   * An operation with files: a message, or a command whose attachment options give the index of a
   * file.
   *
   * @param files contents by file name, in the map's order
   */
  public JsonNode call(String method, String path, JsonNode body, Map<String, byte[]> files) {
    String boundary = "switchboard-" + UUID.randomUUID();
    return call(
        method,
        path,
        "multipart/form-data; boundary=" + boundary,
        Multipart.body(boundary, Json.bytes(body), files));
  }

  private JsonNode call(String method, String path, String contentType, byte[] bytes) {
    RestAnswer restAnswer = transport.call(method, path, contentType, bytes);
    JsonNode json = Json.read(restAnswer.body()).orElseGet(Json::object);
    if (restAnswer.status() >= 400) {
      throw new Refused(restAnswer.status(), json);
    }
    return json;
  }

  private JsonNode call(String method, String path) {
    return call(method, path, Json.object());
  }

  private static String as(long user) {
    return "/control/users/" + user;
  }

  private static String in(long user, long channel) {
    return as(user) + "/channels/" + channel;
  }

  private static String at(long user, long channel, long message) {
    return in(user, channel) + "/messages/" + message;
  }

  /** Writes to the bot and gives the message. */
  public JsonNode sendDm(long user, String text) {
    return sendDm(user, Json.object().put("content", text));
  }

  /**
   * Writes to the bot: {@code form} is Discord's form of a message, with any other fields in {@code
   * extra}.
   */
  public JsonNode sendDm(long user, ObjectNode form) {
    return call("POST", as(user) + "/dm/messages", form);
  }

  /** Writes to the bot, with files by name. */
  public JsonNode sendDm(long user, ObjectNode form, Map<String, byte[]> files) {
    return call("POST", as(user) + "/dm/messages", form, files);
  }

  /** The messages of a person's DM with the bot, oldest first. */
  public List<JsonNode> readDm(long user) {
    return oldestFirst(call("GET", as(user) + "/dm/messages?limit=1000"));
  }

  /** The id of a person's DM with the bot. */
  public long dmChannel(long user) {
    return Json.id(call("POST", as(user) + "/dm"), "id");
  }

  public JsonNode send(long user, long channel, String text) {
    return send(user, channel, Json.object().put("content", text));
  }

  public JsonNode send(long user, long channel, ObjectNode form) {
    return call("POST", in(user, channel) + "/messages", form);
  }

  public JsonNode send(long user, long channel, ObjectNode form, Map<String, byte[]> files) {
    return call("POST", in(user, channel) + "/messages", form, files);
  }

  /** The messages that a person sees in a channel, with ephemeral answers to them, oldest first. */
  public List<JsonNode> read(long user, long channel) {
    return oldestFirst(call("GET", in(user, channel) + "/messages?limit=1000"));
  }

  private static List<JsonNode> oldestFirst(JsonNode list) {
    return list.valueStream().toList().reversed();
  }

  public JsonNode edit(long user, long channel, long message, String text) {
    return call("PATCH", at(user, channel, message), Json.object().put("content", text));
  }

  public void delete(long user, long channel, long message) {
    call("DELETE", at(user, channel, message));
  }

  public void react(long user, long channel, long message, String emoji) {
    call("PUT", at(user, channel, message) + "/reactions/" + encoded(emoji));
  }

  public void unreact(long user, long channel, long message, String emoji) {
    call("DELETE", at(user, channel, message) + "/reactions/" + encoded(emoji));
  }

  /** Clears all reactions to a message, of all users. */
  public void clearReactions(long user, long channel, long message) {
    call("DELETE", at(user, channel, message) + "/reactions");
  }

  /** Clears the reactions to a message with one emoji, of all users. */
  public void clearReactions(long user, long channel, long message, String emoji) {
    call("DELETE", at(user, channel, message) + "/reactions?emoji=" + encoded(emoji));
  }

  public void pin(long user, long channel, long message) {
    call("PUT", at(user, channel, message) + "/pin");
  }

  /** Posts a message of Discord itself about an act of the person, with raw fields. */
  public void notice(long user, long channel, int type, ObjectNode fields) {
    call("POST", in(user, channel) + "/notices", fields.deepCopy().put("type", type));
  }

  public void type(long user, long channel) {
    call("POST", in(user, channel) + "/typing");
  }

  /** The content of a person's client: DMs, guilds, and the visible channels in them. */
  public JsonNode view(long user) {
    return call("GET", as(user) + "/view");
  }

  /** The commands that a person can run in a channel. */
  public List<JsonNode> commands(long user, long channel) {
    return call("GET", in(user, channel) + "/commands").valueStream().toList();
  }

  /**
   * Runs a slash command. Options are given by name, those of a subcommand below its name. Gives
   * the interaction.
   */
  public JsonNode runCommand(long user, long channel, String name, ObjectNode options) {
    ObjectNode form = Json.object().put("name", name);
    form.set("options", options);
    return call("POST", in(user, channel) + "/commands", form);
  }

  /** The same with files. Attachment options give the index of a file. */
  public JsonNode runCommand(
      long user, long channel, String name, ObjectNode options, Map<String, byte[]> files) {
    ObjectNode form = Json.object().put("name", name);
    form.set("options", options);
    return call("POST", in(user, channel) + "/commands", form, files);
  }

  /**
   * Types in an option of a slash command. Gives the interaction; its {@code choices} are the
   * suggestions.
   */
  public JsonNode complete(
      long user, long channel, String name, ObjectNode options, String focused) {
    ObjectNode form = Json.object().put("name", name).put("focused", focused);
    form.set("options", options);
    return call("POST", in(user, channel) + "/commands", form);
  }

  /** Runs a context menu command of a message (type 3) or a user (type 2). */
  public JsonNode runMenu(long user, long channel, String name, int type, long target) {
    ObjectNode form = Json.object().put("name", name).put("type", type);
    return call(
        "POST", in(user, channel) + "/commands", form.put("target_id", Long.toString(target)));
  }

  /** Clicks a button, or chooses values in a select. Gives the interaction. */
  public JsonNode use(long user, long channel, long message, String customId, String... values) {
    ObjectNode form = Json.object().put("custom_id", customId);
    for (String value : values) {
      form.withArray("/values").add(value);
    }
    return call("POST", at(user, channel, message) + "/components", form);
  }

  /** Submits the modal that answered an interaction. */
  public JsonNode submitModal(long user, long interaction, ObjectNode values) {
    ObjectNode form = Json.object();
    form.set("values", values);
    return call("POST", as(user) + "/interactions/" + interaction + "/modal", form);
  }

  /**
   * The state of an interaction: {@code callback}, {@code failed}, {@code response}, {@code modal},
   * {@code choices}.
   */
  public JsonNode interaction(long interaction) {
    return call("GET", "/control/interactions/" + interaction);
  }

  /** Makes an account and gives its id. */
  public long createUser(String username, Duration accountAge, long... guilds) {
    ObjectNode form =
        Json.object().put("username", username).put("account_age_days", accountAge.toDays());
    for (long guild : guilds) {
      form.withArray("/guilds").add(Long.toString(guild));
    }
    return Json.id(call("POST", "/control/users", form), "id");
  }

  public void openDms(long user, boolean open) {
    call("PATCH", as(user), Json.object().put("dms_open", open));
  }

  public void join(long guild, long user) {
    call("PUT", "/control/guilds/" + guild + "/members/" + user);
  }

  public void leave(long guild, long user) {
    call("DELETE", "/control/guilds/" + guild + "/members/" + user);
  }

  public void ban(long guild, long user, String reason) {
    ObjectNode form = Json.object().put("reason", reason);
    call("PUT", "/control/guilds/" + guild + "/bans/" + user, form);
  }

  /** Makes a channel from a form of {@code POST /guilds/{guild}/channels}, and gives its id. */
  public long createChannel(long guild, ObjectNode form) {
    return Json.id(call("POST", "/control/guilds/" + guild + "/channels", form), "id");
  }

  public void deleteChannel(long channel) {
    call("DELETE", "/control/channels/" + channel);
  }

  /** All channels of a guild. */
  public List<JsonNode> channels(long guild) {
    return call("GET", "/control/world")
        .path("guilds")
        .valueStream()
        .filter(g -> Json.id(g, "id") == guild)
        .flatMap(g -> g.path("channels").valueStream())
        .toList();
  }

  /** The whole world: addresses, ready-made ids, users, guilds. */
  public JsonNode world() {
    return call("GET", "/control/world");
  }

  /**
   * Adds a fault on REST requests and gives its id; the fields of a rule are listed in {@code
   * project-docs/sandbox-control.md}.
   */
  public long fault(ObjectNode rule) {
    return Json.id(call("POST", "/control/faults", rule), "id");
  }

  /** The next {@code count} requests of the routes get this status and have no effect. */
  public long failNext(String route, int status, int count) {
    return fault(
        Json.object()
            .put("kind", "status")
            .put("route", route)
            .put("status", status)
            .put("count", count));
  }

  /**
   * Requests of the routes get this JSON answer and have no effect, while the rule exists. A rule
   * with {@code body} applies only to requests whose raw body matches that regular expression.
   *
   * @param more further fields of the rule ({@code body}, {@code count}, {@code skip}, {@code
   *     headers} …)
   */
  public long script(String route, int status, JsonNode json, ObjectNode more) {
    ObjectNode rule = more.deepCopy();
    if (!rule.has("count")) {
      rule.put("count", Integer.MAX_VALUE);
    }
    return fault(
        rule.put("kind", "answer").put("route", route).put("status", status).set("json", json));
  }

  public void clearFaults() {
    call("DELETE", "/control/faults");
  }

  /** Acts on the gateway. The actions are listed in {@code project-docs/sandbox-control.md}. */
  public void gateway(String action, ObjectNode form) {
    call("POST", "/control/gateway", form.deepCopy().put("action", action));
  }

  /** Cuts every gateway connection. The sessions stay resumable or end. */
  public void dropGateway(boolean keepSession) {
    gateway("drop", Json.object().put("keep_session", keepSession));
  }

  /**
   * The gateway sessions: {@code id}, {@code bot}, {@code sequence}, {@code connected}, {@code
   * intents}, {@code shard}.
   */
  public List<JsonNode> sessions() {
    return call("GET", "/control/gateway").valueStream().toList();
  }

  public void advanceClock(Duration by) {
    call("POST", "/control/clock", Json.object().put("advance", by.toString()));
  }

  public void limits(boolean enabled) {
    call("POST", "/control/limits", Json.object().put("enabled", enabled));
  }

  /**
   * The number of REST requests since the last clearing, by route, such as {@code POST
   * /channels/{channel}/messages}.
   */
  public Map<String, Long> requestCounts() {
    Map<String, Long> counts = new TreeMap<>();
    call("GET", "/control/requests?after=9223372036854775807")
        .path("counts")
        .properties()
        .forEach(e -> counts.put(e.getKey(), e.getValue().asLong()));
    return counts;
  }

  /** The newest REST requests since the last clearing (up to 10,000), each with its status. */
  public List<JsonNode> requests() {
    return call("GET", "/control/requests").path("requests").valueStream().toList();
  }

  public void clearRequests() {
    call("DELETE", "/control/requests");
  }

  public void expireLinks() {
    call("POST", "/control/links/expire");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
