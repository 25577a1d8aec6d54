package dev.switchboard.discord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.discord.message.MessageReader;
import dev.switchboard.text.TestWords;
import dev.switchboard.text.WellFormed;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

class FrameReaderTest {
  private final List<Frame> events = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final FrameReader reader =
      new FrameReader(
          "",
          (type, data) -> {},
          new FrameReader.Outlet() {
            @Override
            public void event(Frame frame) {
              events.add(frame);
            }

            @Override
            public void undecodable(String text, String error) {
              refused.add(text);
            }

            @Override
            public void established() {}

            @Override
            public void reconnect() {}

            @Override
            public void invalidSession(boolean resumable) {}

            @Override
            public int committed(String session) {
              return 0;
            }
          });

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\\u0000b",
        "half \\ud83d",
        "half \\uDE00 and \\ud83d\\ude00",
        "\\u0000\\u0000",
        "\\\\u0000 is no escape",
      })
  void whatIsNoCharacterIsReplacedBeforeItIsStored(String content) {
    String frame =
        """
        {"op":0,"s":1,"t":"MESSAGE_CREATE","d":{"id":"5","content":"%1$s","author":{"username":"%1$s"}}}\
        """
            .formatted(content);
    Flux.from(reader.read(Unpooled.copiedBuffer(frame, StandardCharsets.UTF_8)))
        .collectList()
        .block();
    assertThat(refused).isEmpty();
    String stored = events.getFirst().data().toString();
    assertThat(stored).isEqualTo(WellFormed.text(stored)).doesNotContain("\"\\u0000", "a\\u0000");
    String read = MessageReader.content(TestWords.ENGLISH, events.getFirst().data()).text();
    assertThat(read).isEqualTo(WellFormed.text(read)).hasSizeGreaterThan(1);
    assertThat(read.contains("\uFFFD")).isEqualTo(!content.startsWith("\\\\"));
  }
}
