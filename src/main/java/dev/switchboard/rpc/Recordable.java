package dev.switchboard.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The parts of a call that may be written to the audit log. People mistype names of resources,
 * methods and fields, and a mistyped call may still contain a secret: of an unknown path, only the
 * words that occur in the path of some resource are written.
 */
final class Recordable {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private static final String LEFT_OUT = "…";
  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,10}");
  private static final Pattern SEGMENT = Pattern.compile("/?([^/]*)");
  private static final int MOST_SEGMENTS = 6;

  /**
   * The length in characters from which a value in an error text counts as repeated from the
   * request. Shorter values occur in other words by chance.
   */
  private static final int SHORTEST_ECHO = 4;

  private final Map<String, Resource> resources = new TreeMap<>();
  private final Set<String> words;

  Recordable(Collection<Resource> all) {
    all.forEach(resource -> resources.put(resource.path(), resource));
    words =
        resources.keySet().stream()
            .flatMap(path -> Stream.of(path.split("/", -1)))
            .filter(word -> !word.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }

  String method(Envelope envelope) {
    return METHOD.matcher(envelope.method()).matches() ? envelope.method() : LEFT_OUT;
  }

  /**
   * The path of the resource; of an unknown path, the part before the first word that occurs in no
   * resource.
   */
  String resource(Envelope envelope) {
    String named = envelope.resource();
    if (resources.containsKey(named)) {
      return named;
    }
    for (String known : resources.keySet()) {
      boolean leaf = resources.keySet().stream().noneMatch(path -> path.startsWith(known + "/"));
      if (leaf && named.startsWith(known)) {
        return known + LEFT_OUT;
      }
    }
    Matcher segment = SEGMENT.matcher(named);
    int shown = 0;
    for (int read = 0; read < MOST_SEGMENTS && segment.find() && shown < named.length(); read++) {
      if (!words.contains(segment.group(1))) {
        shown = segment.start(1);
        break;
      }
      shown = segment.end();
    }
    return shown == named.length() ? named : named.substring(0, shown) + LEFT_OUT;
  }

  /** The masked body and the error, as JSON. */
  String detail(Envelope envelope, Reply reply) {
    ObjectNode detail = MAPPER.createObjectNode();
    Resource resource = resources.get(envelope.resource());
    if (resource == null || !resource.operations().containsKey(envelope.method())) {
      reply
          .error()
          .ifPresent(_ ->
              detail.put(
                  "error", resource == null ? "unknown resource" : "this method is not allowed"));
      return detail.toString();
    }
    JsonNode body = envelope.body();
    JsonNode masked = body;
    if (!body.isMissingNode() && !body.isNull()) {
      Set<String> secrets = reply.isRefusal() ? resource.secretsIfRefused() : resource.secrets();
      masked = Masking.of(body, resource.fields(), secrets);
    }
    String error = reply.error().orElse("");
    if (reply.status() == Reply.BAD_REQUEST) {
      for (String echoed : echoes(body, error)) {
        error = error.replace(echoed, Masking.MASK);
        masked = Masking.without(masked, echoed);
      }
    }
    if (!masked.isMissingNode() && !masked.isNull()) {
      detail.set("body", masked);
    }
    if (reply.error().isPresent()) {
      detail.put("error", error);
    }
    return detail.toString();
  }

  /** The values of the body that the error text repeats. */
  private static Set<String> echoes(JsonNode body, String error) {
    return Masking.texts(body)
        .filter(text -> text.length() >= SHORTEST_ECHO && error.contains(text))
        .collect(Collectors.toUnmodifiableSet());
  }
}
