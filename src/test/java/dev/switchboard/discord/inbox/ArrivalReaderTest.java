package dev.switchboard.discord.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.Content;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalReaderTest {
  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'content':null}", "{'content':{}}", "no JSON"})
  void anEditOfWhichTheTextIsNotToldSaysNothingAtAll(String payload) {
    assertThat(edited(payload)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "new words"})
  void anEditSaysWhatIsToldThoughItIsEmpty(String text) {
    assertThat(edited("{'content':'%s'}".formatted(text)).map(Content::text)).contains(text);
  }

  private static Optional<Content> edited(String payload) {
    var event =
        new StoredEvent(StoredEvent.EDIT, "5:x:y", "member:1", 5, payload.replace('\'', '"'));
    return ((Arrival.Edited) ArrivalReader.read(event, Instant.EPOCH, TestWords.ENGLISH)).content();
  }
}
