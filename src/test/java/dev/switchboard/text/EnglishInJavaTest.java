package dev.switchboard.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Finds sentences in the Java of the rooms that speak to people in Discord: they belong into the
 * catalogue. A sentence is a string literal with two words in lower case beside each other. What is
 * logged, thrown, or asked of the database is for operators, and stays English.
 */
class EnglishInJavaTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/switchboard");

  /** All files of these rooms. */
  private static final List<String> ROOMS =
      List.of("discord/command", "discord/desk", "discord/message", "ticket/show", "ticket/decide");

  /** Files of other rooms that say something, since their words have come from the catalogue. */
  private static final List<String> FILES =
      List.of(
          "discord/dispatch/FormedPost.java",
          "discord/inbox/ArrivalReader.java",
          "node/RushNotice.java",
          "node/WebhookNotice.java",
          "ticket/read/MergeRemarks.java");

  /** What looks like a sentence and is none, or is the same in all languages. */
  private static final Map<String, Set<String>> NOT_SAID =
      Map.of(
          // Of which kinds only the numbers are used.
          "ComponentReader.java",
              Set.of(
                  "text input",
                  "user select",
                  "role select",
                  "mentionable select",
                  "channel select",
                  "media gallery",
                  "content inventory entry",
                  "file upload",
                  "radio group",
                  "checkbox group"),
          "ChannelTopic.java", Set.of("Ticket #%d · %s · %d · opened %s"),
          "Phrases.java", Set.of("(no name)"),
          "SystemSide.java",
              Set.of("the process ended each time", "no log channel is configured any more"));

  private static final Pattern COMMENT =
      Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|//[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern LITERAL = Pattern.compile("\"((?:\\\\.|[^\"\\\\\\n])*)\"");
  private static final Pattern SENTENCE = Pattern.compile("\\p{Ll}{2,}[,:;]? \\p{Ll}{2,}");
  private static final Pattern FOR_OPERATORS =
      Pattern.compile(
          "\\bLOG\\b|getLog\\(\\)|(Exception|Error|Silent|Unavailable|StaffUnknown)\\(|createQuery|createUpdate|\\.execute\\(|Pattern\\.compile");

  private static Set<String> sentences(String java) {
    String code =
        COMMENT
            .matcher(java)
            .replaceAll(found ->
                found.group().startsWith("\"") ? Matcher.quoteReplacement(found.group()) : " ");
    Set<String> sentences = new TreeSet<>();
    for (String statement : statements(code)) {
      if (!FOR_OPERATORS.matcher(statement).find()) {
        LITERAL
            .matcher(statement)
            .results()
            .map(one -> one.group(1))
            .filter(text -> SENTENCE.matcher(text).find())
            .forEach(sentences::add);
      }
    }
    return sentences;
  }

  /** The code between semicolons, braces and arrows that stand in no literal. */
  private static List<String> statements(String code) {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < code.length(); i++) {
      char sign = code.charAt(i);
      if (quoted && sign == '\\') {
        statement.append(sign).append(code.charAt(++i));
        continue;
      }
      quoted = quoted != (sign == '"');
      statement.append(sign);
      if (!quoted && (sign == ';' || sign == '{' || sign == '}')) {
        statements.add(statement.toString());
        statement.setLength(0);
      }
    }
    return statements;
  }

  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>(FILES.stream().map(SOURCES::resolve).toList());
    for (String room : ROOMS) {
      try (Stream<Path> all = Files.list(SOURCES.resolve(room))) {
        all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      }
    }
    return files;
  }

  @Test
  void peopleAreToldNothingThatStandsInJava() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files()) {
      Set<String> known = NOT_SAID.getOrDefault(file.getFileName().toString(), Set.of());
      sentences(Files.readString(file)).stream()
          .filter(text -> !known.contains(text))
          .map(text -> file + ": " + text)
          .forEach(found::add);
    }
    assertThat(found).as("put the words into words/en.properties").isEmpty();
  }

  @Test
  void whatIsNotSaidIsStillThere() throws IOException {
    for (Path file : files()) {
      Set<String> known = NOT_SAID.getOrDefault(file.getFileName().toString(), Set.of());
      assertThat(known).as(file.toString()).allMatch(read(file)::contains);
    }
  }

  @Test
  void aSentenceIsFound() {
    assertThat(
            sentences(
                """
                say("The ticket is closed.", at); LOG.warn("it is a log line");
                throw new IllegalStateException("never to be seen"); // "a comment is none"
                say("a" + "; it is one", "`/close`", "Ticket");
                """))
        .containsExactly("; it is one", "The ticket is closed.");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
