package dev.switchboard.discord.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.discord.api.ScriptedDiscord.Reply;
import dev.switchboard.discord.api.ScriptedDiscord.Request;
import dev.switchboard.timing.Snowflake;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of Discord as the dispatcher touches: messages with nonces and history, a guild with
 * categories, limits and faults.
 */
public final class TinyDiscord implements AutoCloseable {
  public static final long BOT = 1;
  public static final long GUILD = 900;
  public static final long INBOX = 901;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern MESSAGES = Pattern.compile("/channels/(\\d+)/messages(\\?.*)?");
  private static final Pattern MESSAGE = Pattern.compile("/channels/(\\d+)/messages/(\\d+)");
  private static final Pattern CHANNEL = Pattern.compile("/channels/(\\d+)");
  private static final Pattern AFTER = Pattern.compile("after=(\\d+)");
  private static final Pattern PAYLOAD =
      Pattern.compile("name=\"payload_json\"[\\s\\S]*?\\r\\n\\r\\n([\\s\\S]*?)\\r\\n--");
  private static final Pattern UPLOAD =
      Pattern.compile("filename=\"[\\s\\S]*?\\r\\n\\r\\n([\\s\\S]*?)\\r\\n--");

  public enum Fault {
    /** 500, with nothing done. */
    FAILS,
    /** 500, although it is done. */
    FAILS_AFTERWARDS,
    /** The connection is cut, although it is done. */
    CUT_AFTERWARDS,
    /** 403 Missing Permissions. */
    FORBIDDEN
  }

  private record Planned(Predicate<Request> when, Fault fault, AtomicInteger times) {}

  private record Scripted(Predicate<Request> when, Reply reply, AtomicInteger times) {}

  public final ScriptedDiscord server = new ScriptedDiscord(this::answer);
  public final AtomicInteger refusedAsTooEarly = new AtomicInteger();
  private final Map<Long, List<ObjectNode>> messages = new HashMap<>();
  private final Map<String, ObjectNode> nonces = new HashMap<>();
  private final Map<Long, ObjectNode> channels = new HashMap<>();
  private final Set<Long> deleted = new HashSet<>();
  private final Map<Long, long[]> windows = new HashMap<>();
  private final List<Planned> faults = new ArrayList<>();
  private final List<Scripted> script = new ArrayList<>();
  private long ids;
  private boolean forgetful;
  private boolean limits;
  private boolean inherits = true;
  private Set<String> ignoredWhenMade = Set.of();
  private Set<String> ignoredWhenChanged = Set.of();
  private Duration latency = Duration.ZERO;

  public TinyDiscord() {
    var inbox = JSON.createObjectNode().put("id", "901").put("name", "Inbox").put("type", 4);
    inbox
        .putArray("permission_overwrites")
        .addObject()
        .put("id", "900")
        .put("type", 0)
        .put("allow", "0")
        .put("deny", Long.toString(Permission.VIEW_CHANNEL.bit()));
    channels.put(INBOX, inbox);
  }

  /** The next so many requests that match meet this fault. */
  public synchronized void fault(Fault fault, int times, Predicate<Request> when) {
    faults.add(new Planned(when, fault, new AtomicInteger(times)));
  }

  /** The next so many requests that match are answered so, and nothing is done. */
  public synchronized void script(Reply reply, int times, Predicate<Request> when) {
    script.add(new Scripted(when, reply, new AtomicInteger(times)));
  }

  public synchronized void clearFaults() {
    faults.clear();
    script.clear();
  }

  /** From now on no nonce is recognised. */
  public synchronized void forgetNonces() {
    forgetful = true;
  }

  /** 5 posts in 5 seconds for each channel, with headers. */
  public synchronized void limit() {
    limits = true;
  }

  /** New channels do not take over what their category hides. */
  public synchronized void inheritNothing() {
    inherits = false;
  }

  /** Fields of channels that Discord does as if they were not asked for. */
  public synchronized void ignore(Set<String> whenMade, Set<String> whenChanged) {
    ignoredWhenMade = whenMade;
    ignoredWhenChanged = whenChanged;
  }

  /** The names of the categories, beside the inbox. */
  public synchronized List<String> overflowCategories() {
    return channels.values().stream()
        .filter(one -> one.path("type").asInt() == 4 && one.path("id").asLong() != INBOX)
        .map(one -> one.path("name").asText())
        .toList();
  }

  /** How many text channels there are. */
  public synchronized long ticketChannels() {
    return channels.values().stream().filter(one -> one.path("type").asInt() == 0).count();
  }

  public synchronized void latency(Duration time) {
    latency = time;
  }

  /** A message of the bot in the channel, from before. */
  public synchronized long existing(long channel, String content) {
    return post(channel, JSON.createObjectNode().put("content", content)).path("id").asLong();
  }

  /** The id of the latest message of the channel. */
  public synchronized long latest(long channel) {
    return messages.getOrDefault(channel, List.of()).getLast().path("id").asLong();
  }

  public synchronized void fill(long category, int count) {
    for (int i = 0; i < count; i++) {
      make(JSON.createObjectNode().put("name", "c").put("parent_id", Long.toString(category)));
    }
  }

  public synchronized ArrayNode guildChannels() {
    var array = JSON.createArrayNode();
    channels.values().forEach(channel -> array.add(channel.deepCopy()));
    return array;
  }

  public synchronized List<String> contents(long channel) {
    return messages.getOrDefault(channel, List.of()).stream()
        .map(message -> message.path("content").asText())
        .toList();
  }

  /** The names of the files of all messages in the channel. */
  public synchronized List<String> files(long channel) {
    return messages.getOrDefault(channel, List.of()).stream()
        .flatMap(message -> message.path("attachments").valueStream())
        .map(file -> file.path("filename").asText())
        .toList();
  }

  public long count(String method, String path) {
    return server.requests.stream()
        .filter(request -> request.method().equals(method) && request.path().matches(path))
        .count();
  }

  public static Predicate<Request> posts() {
    return request -> request.method().equals("POST") && request.path().endsWith("/messages");
  }

  public static Predicate<Request> posts(long channel) {
    return posts().and(request -> request.path().startsWith("/channels/" + channel + "/"));
  }

  private synchronized Reply answer(Request request) {
    for (var scripted : script) {
      if (scripted.when().test(request) && scripted.times().getAndDecrement() > 0) {
        return scripted.reply();
      }
    }
    for (var planned : faults) {
      if (planned.when().test(request) && planned.times().getAndDecrement() > 0) {
        return switch (planned.fault()) {
          case FAILS -> Reply.json(500, "");
          case FORBIDDEN -> Reply.json(403, "{\"code\":50013,\"message\":\"Missing Permissions\"}");
          case FAILS_AFTERWARDS -> {
            perform(request);
            yield Reply.json(502, "");
          }
          case CUT_AFTERWARDS -> {
            perform(request);
            yield Reply.RESET;
          }
        };
      }
    }
    return perform(request).after(latency);
  }

  private Reply perform(Request request) {
    Matcher all = MESSAGES.matcher(request.path());
    if (all.matches()) {
      long channel = Long.parseLong(all.group(1));
      return request.method().equals("GET") ? history(channel, request) : create(channel, request);
    }
    Matcher one = MESSAGE.matcher(request.path());
    if (one.matches()) {
      return change(Long.parseLong(one.group(1)), one.group(2), request);
    }
    if (request.path().equals("/guilds/900/channels")) {
      return request.method().equals("GET")
          ? Reply.json(200, guildChannels().toString())
          : makeChecked(json(request));
    }
    Matcher channel = CHANNEL.matcher(request.path());
    if (channel.matches() && request.method().equals("DELETE")) {
      var gone = channels.remove(Long.parseLong(channel.group(1)));
      deleted.add(Long.parseLong(channel.group(1)));
      return gone == null ? unknown(10003) : Reply.json(200, gone.toString());
    }
    if (channel.matches() && request.method().equals("GET")) {
      // Tests post into channels of any id, without making them.
      return deleted.contains(Long.parseLong(channel.group(1)))
          ? unknown(10003)
          : Reply.json(200, "{\"id\":\"" + channel.group(1) + "\"}");
    }
    if (channel.matches() && request.method().equals("PATCH")) {
      var changed = channels.get(Long.parseLong(channel.group(1)));
      if (changed == null) {
        return unknown(10003);
      }
      ObjectNode wanted = (ObjectNode) json(request);
      changed.setAll(wanted.remove(ignoredWhenChanged));
      return Reply.json(200, changed.toString());
    }
    if (request.path().equals("/users/@me/channels")) {
      return Reply.json(200, "{\"id\":\"77\"}");
    }
    return Reply.json(204, "");
  }

  /** With the time of its making, as Discord's. */
  private long nextId() {
    ids = Math.max(ids + 1, Snowflake.at(Instant.now()));
    return ids;
  }

  private Reply create(long channel, Request request) {
    var headers = new HashMap<String, String>();
    headers.put("Content-Type", "application/json");
    if (limits) {
      long now = System.nanoTime();
      long[] window = windows.computeIfAbsent(channel, _ -> new long[] {now, 0});
      long full = Duration.ofSeconds(5).toNanos();
      if (now - window[0] >= full) {
        window[0] = now;
        window[1] = 0;
      }
      double reset = (full - (now - window[0])) / 1e9;
      if (window[1] >= 5) {
        refusedAsTooEarly.incrementAndGet();
        return Reply.json(429, "{\"message\":\"slow\",\"retry_after\":" + reset + "}");
      }
      window[1]++;
      headers.put("X-RateLimit-Bucket", "posts");
      headers.put("X-RateLimit-Limit", "5");
      headers.put("X-RateLimit-Remaining", Long.toString(5 - window[1]));
      headers.put("X-RateLimit-Reset-After", "%.3f".formatted(reset));
    }
    var body = json(request);
    boolean files = body.path("attachments").size() > 0;
    if (body.path("content").asText("").isBlank() && body.path("embeds").isEmpty() && !files) {
      return Reply.json(400, "{\"code\":50006,\"message\":\"Cannot send an empty message\"}");
    }
    var nonce = channel + ":" + body.path("nonce").asText();
    var known = forgetful ? null : nonces.get(nonce);
    if (known != null && body.path("enforce_nonce").asBoolean()) {
      return new Reply(200, known.toString(), headers, Duration.ZERO);
    }
    var message = post(channel, body);
    List<Integer> sizes =
        UPLOAD.matcher(request.body()).results().map(file -> file.group(1).length()).toList();
    for (int i = 0; i < sizes.size(); i++) {
      ((ObjectNode) message.path("attachments").path(i)).put("size", sizes.get(i));
    }
    nonces.put(nonce, message);
    return new Reply(200, message.toString(), headers, Duration.ZERO);
  }

  private ObjectNode post(long channel, JsonNode body) {
    var message = JSON.createObjectNode();
    message.put("id", Long.toString(nextId())).put("type", 0);
    message.put("content", body.path("content").asText("").strip());
    message.putObject("author").put("id", Long.toString(BOT));
    message.set("embeds", body.path("embeds").deepCopy());
    message.set("attachments", body.path("attachments").deepCopy());
    messages.computeIfAbsent(channel, _ -> new ArrayList<>()).add(message);
    return message;
  }

  private Reply history(long channel, Request request) {
    var after = AFTER.matcher(request.path());
    long mark = after.find() ? Long.parseLong(after.group(1)) : 0;
    var page =
        messages.getOrDefault(channel, List.of()).stream()
            .filter(message -> message.path("id").asLong() > mark)
            .limit(100)
            .toList();
    // Newest first, as Discord does.
    var array = JSON.createArrayNode();
    page.reversed().forEach(array::add);
    return Reply.json(200, array.toString());
  }

  private Reply change(long channel, String id, Request request) {
    var found =
        messages.getOrDefault(channel, List.of()).stream()
            .filter(message -> message.path("id").asText().equals(id))
            .findFirst();
    if (found.isEmpty()) {
      return unknown(10008);
    }
    if (request.method().equals("DELETE")) {
      messages.getOrDefault(channel, List.of()).remove(found.get());
      return Reply.json(204, "");
    }
    found.get().put("content", json(request).path("content").asText());
    return Reply.json(200, found.get().toString());
  }

  private Reply makeChecked(JsonNode body) {
    var parent = body.path("parent_id").asText("");
    long siblings =
        channels.values().stream()
            .filter(channel -> channel.path("parent_id").asText("-").equals(parent))
            .count();
    if (siblings >= 50) {
      return Reply.json(
          400,
          """
          {"code":50035,"message":"Invalid Form Body","errors":{"parent_id":{"_errors":[
            {"code":"CHANNEL_PARENT_MAX_CHANNELS","message":"Maximum number of channels in category reached (50)"}]}}}\
          """);
    }
    return Reply.json(201, make(body).toString());
  }

  private ObjectNode make(JsonNode body) {
    ObjectNode channel = body.deepCopy();
    channel.remove(ignoredWhenMade);
    channel.put("id", Long.toString(nextId()));
    channel.put("type", body.path("type").asInt(0));
    var parent = channels.get(channel.path("parent_id").asLong(0));
    if (inherits && parent != null && !channel.has("permission_overwrites")) {
      channel.set("permission_overwrites", parent.path("permission_overwrites").deepCopy());
    }
    channels.put(ids, channel);
    return channel;
  }

  private static Reply unknown(int code) {
    return Reply.json(404, "{\"code\":" + code + ",\"message\":\"Unknown\"}");
  }

  private static JsonNode json(Request request) {
    try {
      var multipart = PAYLOAD.matcher(request.body());
      return JSON.readTree(multipart.find() ? multipart.group(1) : request.body());
    } catch (IOException e) {
      throw new AssertionError(request.body(), e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
