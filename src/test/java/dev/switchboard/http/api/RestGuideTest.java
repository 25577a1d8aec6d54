package dev.switchboard.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.access.grant.Permission;
import dev.switchboard.access.key.KeyPermission;
import dev.switchboard.http.endpoint.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code project-docs/rest-api.md} says is so. Its commands are run elsewhere. */
class RestGuideTest {
  private String guide = "";

  @BeforeEach
  void read() throws IOException {
    guide = Files.readString(Path.of("project-docs/rest-api.md"));
  }

  private List<String> rows(String pattern) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(guide)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void theTableOfProblemsIsThatOfTheCodes() {
    assertThat(rows("^(\\| `\\w+` \\| \\d{3} \\| [^|]+ \\|)"))
        .containsExactlyElementsOf(
            Arrays.stream(ProblemCode.values())
                .map(code ->
                    "| `%s` | %d | %s |".formatted(code.word(), code.status(), code.title()))
                .toList());
  }

  @Test
  void theTablesOfPermissionsAreComplete() {
    assertThat(rows("^\\| `(\\w+_\\w+|\\w+:\\w+)` \\| [^|0-9]+ \\|$"))
        .containsExactlyElementsOf(
            Stream.concat(
                    Arrays.stream(Permission.values()).map(Permission::word),
                    Arrays.stream(KeyPermission.values()).map(KeyPermission::word))
                .toList());
  }

  /** Of an operation on one thing, the number of the thing or a variable stands there. */
  @Test
  void eachOperationIsShown() {
    assertThat(ApiDocument.SHARED.operations())
        .allSatisfy(operation ->
            assertThat(guide)
                .as(operation.toString())
                .containsPattern(
                    Stream.of(operation.path().split("/"))
                        .map(segment ->
                            segment.startsWith("{") ? "\\$?\\w+" : Pattern.quote(segment))
                        .reduce((one, other) -> one + "/" + other)
                        .orElseThrow()));
  }
}
