package dev.switchboard.ticket.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.text.Catalogue;
import dev.switchboard.text.Message;
import dev.switchboard.text.Words;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntryMarksTest {
  private static final long AT = 1_795_428_000;
  private static final int NUMBER = 99_999;

  static Stream<Words> theMarksOfAHeadingHaveRoomInEachLanguage() {
    return Catalogue.shipped().languages().stream().map(Catalogue.shipped()::nearest);
  }

  /** Otherwise a post that was cut for them would not take them any more. */
  @ParameterizedTest
  @MethodSource
  void theMarksOfAHeadingHaveRoomInEachLanguage(Words words) {
    int written = length(words, new EntryMessage.Written(AT));
    int deleted = length(words, new EntryMessage.Deleted());
    int edited =
        Math.max(
            length(words, new EntryMessage.Edited()),
            length(words, new EntryMessage.EditedElsewhere(NUMBER)));

    assertThat(written + deleted + edited).isLessThanOrEqualTo(EntryText.MARKS);
    assertThat(Math.max(deleted, edited)).isLessThanOrEqualTo(EntryText.MARK);
  }

  private static int length(Words words, Message mark) {
    return " · ".length() + words.of(mark).length();
  }
}
