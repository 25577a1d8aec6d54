package dev.switchboard.http.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.text.WellFormed;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The fields of a body in JSON, or the parameters of a query, while a form reads them. A wrong
 * value is noted and a harmless one is given in its place, so that one answer can name all that is
 * wrong; what the form made is thrown away then. A field that the form does not read is wrong, too.
 */
public final class Fields {
  /** The first ids that Discord gave, in 2015, have 17 digits; 64 bits have no more than 19. */
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{16,18}");

  private static final String REQUIRED = "required";
  private static final String TYPE = "type";
  private static final String LENGTH = "length";
  private static final String RANGE = "range";

  private final Problem.Field.Place place;
  private final ObjectNode values;
  private final Set<String> read = new HashSet<>();
  private final List<Problem.Field> wrong = new ArrayList<>();

  private Fields(Problem.Field.Place place, ObjectNode values) {
    this.place = place;
    this.values = values;
  }

  /**
   * The fields of a body.
   *
   * @throws ProblemException if the body is not an object in JSON
   */
  static Fields ofBody(ApiRequest request) {
    if (!request.contentType().equals("application/json")) {
      throw Problem.of(
              ProblemCode.UNSUPPORTED_MEDIA_TYPE,
              "The body has to be JSON (Content-Type: application/json).")
          .thrown();
    }
    try {
      if (ApiJson.reader().readTree(request.body()) instanceof ObjectNode object) {
        return new Fields(Problem.Field.Place.BODY, object);
      }
    } catch (JsonProcessingException malformed) {
      throw Problem.of(
              ProblemCode.INVALID_JSON,
              "The body is not JSON: "
                  + malformed.getOriginalMessage().lines().findFirst().orElse(""))
          .thrown();
    } catch (IOException unreadable) {
      throw Problem.of(ProblemCode.INVALID_JSON, "The body is not JSON in UTF-8.").thrown();
    }
    throw Problem.of(ProblemCode.INVALID_JSON, "The body has to be an object in JSON.").thrown();
  }

  /** No fields. */
  static Fields ofNothing() {
    return new Fields(Problem.Field.Place.BODY, ApiJson.reader().createObjectNode());
  }

  /**
   * The parameters of the query.
   *
   * @throws ProblemException if a parameter comes twice
   */
  static Fields ofQuery(ApiRequest request) {
    ObjectNode values = ApiJson.reader().createObjectNode();
    Set<String> repeated = new TreeSet<>();
    for (ApiRequest.Parameter parameter : request.query()) {
      if (values.has(parameter.name())) {
        repeated.add(parameter.name());
      }
      values.put(parameter.name(), parameter.value());
    }
    Fields fields = new Fields(Problem.Field.Place.QUERY, values);
    repeated.forEach(name -> fields.wrong(name, "repeated", "is given more than once"));
    return fields;
  }

  /** What the form makes of the fields, or the problem that names every wrong one. */
  <T> T read(Function<Fields, T> form) {
    T made = form.apply(this);
    refuseUnknown();
    if (wrong.isEmpty()) {
      return made;
    }
    throw new Problem(
            place == Problem.Field.Place.BODY
                ? ProblemCode.INVALID_FIELD
                : ProblemCode.INVALID_PARAMETER,
            wrong.stream()
                .map(field -> "'%s' %s".formatted(field.name(), field.detail()))
                .collect(Collectors.joining("; ", "", ".")),
            wrong,
            Map.of())
        .thrown();
  }

  /** Notes that a field is wrong. */
  public void wrong(String name, String code, String detail) {
    // A stranger names an unknown field; what is told of it stays short.
    String shown = WellFormed.text(name.length() > 100 ? name.substring(0, 100) + "…" : name);
    if (wrong.size() < 100) {
      wrong.add(new Problem.Field(place, shown, code, detail));
    }
  }

  // ---- groups

  /** Whether a field is there, be it null. The field is known from now on. */
  public boolean has(String name) {
    read.add(name);
    return values.has(name);
  }

  /** Whether a field is there, and null. */
  public boolean isNull(String name) {
    return has(name) && values.path(name).isNull();
  }

  /** The fields of an object in the body, if it is there; what is wrong in it is wrong here. */
  public void group(String name, Consumer<Fields> form) {
    if (!has(name)) {
      return;
    }
    if (!(values.get(name) instanceof ObjectNode object)) {
      wrong(name, TYPE, "has to be an object");
      return;
    }
    Fields inner = new Fields(place, object);
    form.accept(inner);
    inner.refuseUnknown();
    inner.wrong.forEach(field -> wrong(name + "/" + field.name(), field.code(), field.detail()));
  }

  private void refuseUnknown() {
    Set<String> unknown = new TreeSet<>();
    values.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(read);
    unknown.forEach(name -> wrong(name, "unknown", "is not known"));
  }

  // ---- texts

  /** A text of a number of characters (code points) that has to be there. */
  public String text(String name, int least, int most) {
    return optionalText(name, least, most).orElseGet(() -> missing(name, ""));
  }

  /** A text of a number of characters; empty if it is missing or null. */
  public Optional<String> optionalText(String name, int least, int most) {
    return value(name)
        .map(value -> {
          if (!value.isTextual()) {
            wrong(name, TYPE, "has to be a text");
            return "";
          }
          String text = value.textValue();
          if (!WellFormed.text(text).equals(text)) {
            wrong(name, "characters", "holds U+0000 or half of a surrogate pair");
          } else if (text.strip().length() < least
              || text.codePointCount(0, text.length()) > most) {
            wrong(name, LENGTH, "has to have %d to %d characters".formatted(least, most));
          }
          return text;
        });
  }

  /** One of a number of words that has to be there. */
  public <T> T choice(String name, Map<String, T> words) {
    return optionalChoice(name, words)
        .orElseGet(() -> missing(name, words.values().iterator().next()));
  }

  /** One of a number of words; empty if it is missing or null. */
  public <T> Optional<T> optionalChoice(String name, Map<String, T> words) {
    return value(name)
        .map(value -> {
          T known = value.isTextual() ? words.get(value.textValue()) : null;
          return known == null ? unknownWord(name, words) : known;
        });
  }

  /** A list of words, each at most once, that has to hold one at least. */
  public <T> Set<T> choices(String name, Map<String, T> words) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return missing(name, Set.of());
    }
    if (!value.get().isArray()) {
      wrong(name, TYPE, "has to be a list");
      return Set.of();
    }
    Set<T> chosen = new LinkedHashSet<>();
    int at = 0;
    for (JsonNode item : value.get()) {
      T known = item.isTextual() ? words.get(item.textValue()) : null;
      chosen.add(known == null ? unknownWord(name + "/" + at, words) : known);
      at++;
    }
    if (chosen.isEmpty()) {
      wrong(name, LENGTH, "has to hold one at least");
    }
    return chosen;
  }

  /**
   * A list of texts without blanks, each at most once; empty if it is missing or null.
   *
   * @param most the largest number of texts
   * @param longest the largest number of characters of each, which are visible ones of ASCII
   */
  public List<String> texts(String name, int most, int longest) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!value.get().isArray()) {
      wrong(name, TYPE, "has to be a list");
      return List.of();
    }
    if (value.get().size() > most) {
      wrong(name, LENGTH, "has to hold %d at most".formatted(most));
      return List.of();
    }
    Set<String> texts = new LinkedHashSet<>();
    int at = 0;
    for (JsonNode item : value.get()) {
      String text = item.isTextual() ? item.textValue() : "";
      if (!text.matches("[!-~]{1,%d}".formatted(longest))) {
        wrong(
            name + "/" + at, "format", "has to have 1 to %d visible characters".formatted(longest));
      } else if (!texts.add(text)) {
        wrong(name + "/" + at, "repeated", "is given more than once");
      }
      at++;
    }
    return List.copyOf(texts);
  }

  private <T> T unknownWord(String name, Map<String, T> words) {
    wrong(name, "enum", "has to be one of " + String.join(", ", new TreeSet<>(words.keySet())));
    return words.values().iterator().next();
  }

  /** Named texts as they came, none of them blank; empty if they are missing or null. */
  public Map<String, String> texts(String name, int most, int longestName, int longestText) {
    Map<String, String> texts = new LinkedHashMap<>();
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return texts;
    }
    if (!value.get().isObject()) {
      wrong(name, TYPE, "has to be an object");
      return texts;
    }
    if (value.get().size() > most) {
      wrong(name, LENGTH, "has to have %d fields at most".formatted(most));
      return texts;
    }
    for (Map.Entry<String, JsonNode> field : value.get().properties()) {
      texts.put(field.getKey(), field.getValue().asText());
      named(name, field, longestName, longestText);
    }
    return texts;
  }

  private void named(
      String name, Map.Entry<String, JsonNode> field, int longestName, int longestText) {
    String place = name + "/" + field.getKey();
    if (!isText(field.getKey(), longestName)) {
      wrong(place, LENGTH, "has to have a name of 1 to %d characters".formatted(longestName));
    }
    if (!field.getValue().isTextual()) {
      wrong(place, TYPE, "has to be a text");
    } else if (!isText(field.getValue().textValue(), longestText)) {
      wrong(place, LENGTH, "has to have 1 to %d characters".formatted(longestText));
    }
  }

  private static boolean isText(String text, int longest) {
    return WellFormed.text(text).equals(text)
        && !text.isBlank()
        && text.codePointCount(0, text.length()) <= longest;
  }

  // ---- numbers

  /** A whole number; empty if it is missing or null. */
  public OptionalLong optionalNumber(String name, long least, long most) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong number =
        place == Problem.Field.Place.QUERY ? written(value.get()) : whole(value.get());
    if (number.isEmpty()) {
      wrong(name, TYPE, "has to be a whole number");
      return OptionalLong.of(least);
    }
    if (number.getAsLong() < least || number.getAsLong() > most) {
      wrong(name, RANGE, "has to be %d to %d".formatted(least, most));
    }
    return number;
  }

  /** A whole number that has to be there. */
  public long number(String name, long least, long most) {
    OptionalLong number = optionalNumber(name, least, most);
    return number.isPresent() ? number.getAsLong() : missing(name, least);
  }

  private static OptionalLong whole(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong()
        ? OptionalLong.of(value.longValue())
        : OptionalLong.empty();
  }

  private static OptionalLong written(JsonNode value) {
    if (!value.textValue().matches("-?[0-9]{1,19}")) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(value.textValue()));
    } catch (NumberFormatException tooLarge) {
      return OptionalLong.empty();
    }
  }

  /** An id of Discord's, as a text of digits, that has to be there. */
  public long snowflake(String name) {
    return optionalSnowflake(name).orElseGet(() -> missing(name, 1L));
  }

  /** An id of Discord's, as a text of digits; empty if it is missing or null. */
  public Optional<Long> optionalSnowflake(String name) {
    return value(name)
        .map(value -> {
          if (!value.isTextual()) {
            wrong(name, TYPE, "has to be an id of Discord's, as a text");
            return 1L;
          }
          OptionalLong id = written(value);
          if (!ID.matcher(value.textValue()).matches() || id.isEmpty()) {
            wrong(name, "format", "has to be an id of Discord's: 17 to 19 digits");
            return 1L;
          }
          return id.getAsLong();
        });
  }

  /** A number of this server's, as a text of digits, that has to be there. */
  public long id(String name) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return missing(name, 1L);
    }
    OptionalLong id =
        value.get().isTextual() && value.get().textValue().matches("[1-9][0-9]*")
            ? written(value.get())
            : OptionalLong.empty();
    if (id.isEmpty()) {
      wrong(name, "format", "has to be an id as a text of digits");
      return 1L;
    }
    return id.getAsLong();
  }

  /** A list of numbers of this server's, as texts of digits, each once; empty if it is missing. */
  public List<Long> ids(String name, int most) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!value.get().isArray()) {
      wrong(name, TYPE, "has to be a list");
      return List.of();
    }
    if (value.get().size() > most) {
      wrong(name, LENGTH, "has to hold %d at most".formatted(most));
      return List.of();
    }
    Set<Long> ids = new LinkedHashSet<>();
    int at = 0;
    for (JsonNode item : value.get()) {
      OptionalLong id = item.isTextual() ? written(item) : OptionalLong.empty();
      if (id.isEmpty() || id.getAsLong() < 1 || !ids.add(id.getAsLong())) {
        wrong(name + "/" + at, "format", "has to be an id as a text of digits, each once");
      }
      at++;
    }
    return List.copyOf(ids);
  }

  /** An instant in seconds since 1970; empty if it is missing or null. */
  public Optional<Instant> optionalInstant(String name) {
    OptionalLong seconds = optionalNumber(name, 0, 253_402_300_799L);
    return seconds.isPresent()
        ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong()))
        : Optional.empty();
  }

  /** An instant by RFC 3339, as {@code 2026-11-30T10:30:00Z}; empty if it is missing or null. */
  public Optional<Instant> optionalTime(String name) {
    return value(name)
        .map(value -> {
          try {
            // No other year is of any use, and PostgreSQL does not take each.
            OffsetDateTime time = OffsetDateTime.parse(value.asText());
            if (time.getYear() >= 1970 && time.getYear() <= 9999) {
              return time.toInstant();
            }
          } catch (DateTimeParseException malformed) {
            // Told below.
          }
          wrong(name, "format", "has to be a time by RFC 3339, such as 2026-11-30T10:30:00Z");
          return Instant.EPOCH;
        });
  }

  /** A truth value, or another one if it is missing or null. */
  public boolean flag(String name, boolean otherwise) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    String text = value.get().isTextual() ? value.get().textValue() : "";
    if (place == Problem.Field.Place.QUERY && (text.equals("true") || text.equals("false"))) {
      return text.equals("true");
    }
    if (place == Problem.Field.Place.QUERY || !value.get().isBoolean()) {
      wrong(name, TYPE, "has to be true or false");
      return otherwise;
    }
    return value.get().booleanValue();
  }

  private <T> T missing(String name, T harmless) {
    wrong(name, REQUIRED, "is missing");
    return harmless;
  }

  /** The value of a field, which is known from now on; empty if it is missing or null. */
  private Optional<JsonNode> value(String name) {
    read.add(name);
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isNull());
  }
}
