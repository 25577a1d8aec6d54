package dev.switchboard.sandbox.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The files of messages and their signed links. In stored messages a link is {@code
 * sandbox:/attachments/…}; when a message is shown it becomes an address of this server with {@code
 * ex} (expires), {@code is} (issued) and {@code hm} (signature), as on Discord's CDN.
 */
public final class StoredFiles {
  static final String SCHEME = "sandbox:";

  private final Optional<Path> directory;
  private final Map<Long, byte[]> inMemory = new HashMap<>();
  private final SandboxClock clock;
  private final byte[] key;
  private Duration life;
  private String base = "";
  private long issuedAfterSeconds;

  public StoredFiles(Optional<Path> directory, SandboxClock clock, byte[] key, Duration life) {
    this.directory = directory;
    this.clock = clock;
    this.key = key.clone();
    this.life = life;
  }

  /** Sets the address of this server, once it is known. */
  public void base(String url) {
    base = url;
  }

  public void life(Duration value) {
    life = value;
  }

  /** Makes all links so far invalid. */
  public void expireLinks() {
    issuedAfterSeconds = clock.millis() / 1000 + 1;
  }

  public String add(long channel, long id, String filename, byte[] content) {
    if (directory.isEmpty()) {
      inMemory.put(id, content);
    } else {
      try {
        Files.write(directory.get().resolve(Long.toString(id)), content);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return SCHEME + "/attachments/" + channel + "/" + id + "/" + filename;
  }

  public Optional<byte[]> content(long id) {
    if (directory.isEmpty()) {
      return Optional.ofNullable(inMemory.get(id));
    }
    Path file = directory.get().resolve(Long.toString(id));
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void remove(long id) {
    inMemory.remove(id);
    directory.ifPresent(d -> {
      try {
        Files.deleteIfExists(d.resolve(Long.toString(id)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /** A copy with a new signature for every stored link. */
  public ObjectNode signed(ObjectNode message) {
    return (ObjectNode) signed((JsonNode) message);
  }

  private JsonNode signed(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = Json.object();
      object.properties().forEach(e -> copy.set(e.getKey(), signed(e.getValue())));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = Json.array();
      array.forEach(element -> copy.add(signed(element)));
      return copy;
    }
    boolean ours = node.isTextual() && node.textValue().startsWith(SCHEME);
    return ours ? TextNode.valueOf(sign(node.textValue().substring(SCHEME.length()))) : node;
  }

  private String sign(String path) {
    long issued = Math.max(clock.millis() / 1000, issuedAfterSeconds);
    String is = Long.toHexString(issued);
    String ex = Long.toHexString(issued + life.toSeconds());
    String encoded = path.replace(" ", "%20");
    return base + encoded + "?ex=" + ex + "&is=" + is + "&hm=" + signature(encoded, ex, is) + "&";
  }

  private String signature(String path, String ex, String is) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] sum = mac.doFinal((path + "|" + ex + "|" + is).getBytes(UTF_8));
      return HexFormat.of().formatHex(sum);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a link is genuine, unchanged and still valid. */
  public boolean isGood(String path, String ex, String is, String hm) {
    String expected = signature(path, ex, is);
    if (!MessageDigest.isEqual(expected.getBytes(UTF_8), hm.getBytes(UTF_8))) {
      return false;
    }
    return Long.parseLong(is, 16) >= issuedAfterSeconds
        && Long.parseLong(ex, 16) > clock.millis() / 1000;
  }
}
