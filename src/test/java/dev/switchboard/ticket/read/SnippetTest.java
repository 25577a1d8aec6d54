package dev.switchboard.ticket.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.view.TicketSearch.Piece;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SnippetTest {
  /** The pieces, with the hits in brackets. */
  private static String shown(String text, String... words) {
    return Snippet.of(text, List.of(words)).stream()
        .map(piece -> piece.hit() ? "[" + piece.text() + "]" : piece.text())
        .collect(Collectors.joining());
  }

  @Test
  void eachWordIsMarkedAsItIsWritten() {
    assertThat(shown("My ORDER and the reorder", "order"))
        .isEqualTo("My [ORDER] and the re[order]");
    assertThat(shown("one two", "two", "one")).isEqualTo("[one] [two]");
    assertThat(shown("abcabc", "abcab", "cabc")).isEqualTo("[abcabc]");
    assertThat(shown("nothing", "else")).isEqualTo("nothing");
  }

  @Test
  void aShortWordIsMarkedWhereWordsBegin() {
    assertThat(shown("this is hi-fi, his", "hi")).isEqualTo("this is [hi]-fi, [hi]s");
    assertThat(shown("i think", "i")).isEqualTo("[i] think");
  }

  @Test
  void otherScriptsAreMarkedAsTheSearchComparesThem() {
    assertThat(shown("我要退款问题", "退款")).isEqualTo("我要[退款]问题");
    assertThat(shown("สวัสดีครับ", "ดี")).isEqualTo("สวัส[ดี]ครับ");
    assertThat(shown("من می‌خواهم", "میخواهم")).isEqualTo("من [می‌خواهم]");
    assertThat(shown("كتاب", "کتاب")).isEqualTo("[كتاب]");
    assertThat(shown("ПРИВЕТ", "привет")).isEqualTo("[ПРИВЕТ]");
    assertThat(shown("well 😀😀 done", "😀")).isEqualTo("well [😀😀] done");
  }

  @Test
  void signsStandForThemselves() {
    assertThat(shown("100% \"a_b\" \\d <b>", "%")).isEqualTo("100% \"a_b\" \\d <b>");
    assertThat(shown("<b>bold</b>", "<b>")).isEqualTo("[<b>]bold</b>");
  }

  @Test
  void aLongTextIsCutAroundTheFirstHit() {
    List<Piece> pieces =
        Snippet.of("word ".repeat(100) + "needle" + " tail".repeat(100), List.of("needle"));
    String all = pieces.stream().map(Piece::text).collect(Collectors.joining());
    assertThat(all).startsWith("…word").endsWith("…").contains("needle").hasSizeLessThan(250);
    assertThat(pieces).filteredOn(Piece::hit).containsExactly(new Piece("needle", true));
  }

  @Test
  void noCharacterIsCutInTwo() {
    for (int length = 50; length < 70; length++) {
      String text = "a".repeat(length) + "😀".repeat(200) + "needle";
      String all =
          Snippet.of(text, List.of("needle")).stream()
              .map(Piece::text)
              .collect(Collectors.joining());
      assertThat(all.codePoints().filter(one -> Character.getType(one) == Character.SURROGATE))
          .isEmpty();
      assertThat(all).contains("needle");
    }
  }

  @Test
  void anEmptyTextHasNoPieces() {
    assertThat(Snippet.of("", List.of("a"))).isEmpty();
  }
}
