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

/**
 * What of a call may be written into the audit log. People mistype names of resources, methods and
 * fields, and what they send along is a secret all the same: of what is not known, only what it is
 * called is written, as far as that looks like a name.
 */
final class Recordable {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private static final String LEFT_OUT = "…";
  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,10}");
  private static final Pattern PATH = Pattern.compile("(?:/?[\\w.-]{1,40}){0,3}/?");
  private static final int LONGEST_PATH = 64;

  /** Shorter ones are in other words by chance. */
  private static final int SHORTEST_ECHO = 4;

  private final Map<String, Resource> resources = new TreeMap<>();

  Recordable(Collection<Resource> all) {
    all.forEach(resource -> resources.put(resource.path(), resource));
  }

  String method(Envelope envelope) {
    return METHOD.matcher(envelope.method()).matches() ? envelope.method() : LEFT_OUT;
  }

  /** The name of the resource; one that there is not, as far as it holds nothing but a name. */
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
    Matcher path = PATH.matcher(named);
    String shown = path.lookingAt() ? path.group() : "";
    String cut = shown.substring(0, Math.min(shown.length(), LONGEST_PATH));
    return cut.length() == named.length() ? named : cut + LEFT_OUT;
  }

  /** The body and what was wrong, as JSON. */
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

  /** What is said to be wrong may quote what was sent. */
  private static Set<String> echoes(JsonNode body, String error) {
    return Masking.texts(body)
        .filter(text -> text.length() >= SHORTEST_ECHO && error.contains(text))
        .collect(Collectors.toUnmodifiableSet());
  }
}
