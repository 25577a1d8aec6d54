package dev.switchboard.discord.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.ticket.model.Attachment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken for the file that a message describes, and what is not. */
class ExpectationTest {
  private static final long SIZE = 40;

  private static Expectation of(String name, long size, String type) {
    return Expectation.of(new Attachment(1, name, size, "http://127.0.0.1/a", type));
  }

  private static Downloads.Head head(long length, String type) {
    return new Downloads.Head(length, type, "");
  }

  private static Expectation.Checked checked(Expectation expected, String content) {
    return expected.checked(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anEmptyFileIsEmpty() throws IOException {
    Expectation empty = of("a.txt", 0, "text/plain");

    assertThat(empty.mismatch(head(0, "text/plain"))).isEmpty();
    assertThat(empty.mismatch(head(-1, ""))).isEmpty();
    assertThat(empty.mismatch(head(23, "text/plain"))).contains("23 bytes came instead of 0");
    assertThat(checked(empty, "").readAllBytes()).isEmpty();
    Expectation.Checked more = checked(empty, "<html>error page</html>");
    assertThatThrownBy(more::readAllBytes).isInstanceOf(IOException.class);
    assertThat(more.mismatch()).isPresent();
  }

  @Test
  void aFileOfWhichNoSizeIsToldMayBeOfAny() throws IOException {
    Expectation untold = of("a.txt", Attachment.UNTOLD, "text/plain");

    assertThat(untold.mismatch(head(23, "text/plain"))).isEmpty();
    assertThat(untold.mismatch(head(0, "text/plain"))).isEmpty();
    assertThat(checked(untold, "any").readAllBytes()).hasSize(3);
    assertThat(checked(untold, "").readAllBytes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a.txt, text/plain, text/html",
    "a.txt, text/plain; charset=utf-8, text/html; charset=utf-8",
    "a.txt, text/plain, application/xhtml+xml",
    "a.csv, text/csv, Text/HTML",
    "a, text/markdown, text/html",
    // Where Discord tells no type, the ending does
    "a.txt, '', text/html",
    "A.LOG, '', text/html",
    "a.csv, '', text/html",
    "a.md, '', text/html",
    "a.json, '', text/html",
    "a.png, '', text/html",
    "a.png, image/png, text/html",
    "a.csv, application/octet-stream, text/html",
    "a.csv, application/octet-stream, application/json"
  })
  void aPageIsNotTheFile(String name, String told, String came) {
    assertThat(of(name, SIZE, told).mismatch(head(SIZE, came)))
        .hasValueSatisfying(why -> assertThat(why).contains(" came instead of "));
  }

  @ParameterizedTest
  @CsvSource({
    "a.txt, text/plain, text/plain; charset=utf-8",
    "a.txt, text/plain; charset=utf-8, text/plain",
    "a.txt, text/plain, application/octet-stream",
    "a.txt, text/plain, ''",
    "a.txt, '', text/plain; charset=utf-8",
    "a.csv, text/csv, text/plain; charset=utf-8",
    "a.xyz, '', application/octet-stream",
    "a.xyz, application/octet-stream, text/plain",
    "a.json, text/plain, application/json",
    "a.json, '', application/json",
    "a.json, application/json, application/json; charset=utf-8",
    // Pages that people send
    "a.html, text/html; charset=utf-8, text/html",
    "a.htm, text/plain; charset=utf-8, text/html",
    "a.HTML, application/octet-stream, text/html",
    "a.html, '', text/html",
    "a.xhtml, application/xhtml+xml, text/html",
    "a, text/html, text/html; charset=utf-8",
    "a, '', text/html"
  })
  void theseMayBeTheFile(String name, String told, String came) {
    assertThat(of(name, SIZE, told).mismatch(head(SIZE, came))).isEmpty();
  }
}
