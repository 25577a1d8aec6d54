package dev.switchboard.http.setup;

import dev.switchboard.http.setup.SetupWork.Wrong;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** A form that was sent. Several values of a name, as of checkboxes, are divided by commas. */
final class SetupForm {
  /** The longest value of a field, in characters. */
  static final int LONGEST = 2000;

  private final Map<String, List<String>> fields;

  private SetupForm(Map<String, List<String>> fields) {
    this.fields = fields;
  }

  /** The form of a request with a small body; empty if it holds none. */
  static Optional<SetupForm> of(HttpRequest request) {
    boolean isForm =
        request
            .entity()
            .getContentType()
            .mediaType()
            .toString()
            .equals("application/x-www-form-urlencoded");
    if (!isForm || !(request.entity() instanceof HttpEntity.Strict body)) {
      return Optional.empty();
    }
    try {
      String text = body.getData().decodeString(StandardCharsets.UTF_8);
      Map<String, List<String>> fields = new HashMap<>();
      for (String pair : text.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          fields
              .computeIfAbsent(decoded(pair.substring(0, equals)), _ -> new ArrayList<>())
              .add(decoded(pair.substring(equals + 1)));
        }
      }
      return Optional.of(new SetupForm(fields));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  String value(String name) {
    return String.join(",", fields.getOrDefault(name, List.of())).strip();
  }

  /** The values of these names; what was not sent is empty. */
  Map<String, String> values(List<String> names) {
    Map<String, String> values = new HashMap<>();
    names.forEach(name -> values.put(name, value(name)));
    return values;
  }

  /** The values that no setting can have. */
  static List<Wrong> tooLong(Map<String, String> values) {
    return values.entrySet().stream()
        .filter(entry ->
            entry.getValue().length() > LONGEST
                || entry.getValue().chars().anyMatch(Character::isISOControl))
        .map(entry ->
            new Wrong(entry.getKey(), "This is one line of at most " + LONGEST + " characters."))
        .toList();
  }
}
