package dev.switchboard.ticket.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.text.Catalogue;
import dev.switchboard.text.Message;
import dev.switchboard.text.Words;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link MemberText} knows the headings of the bot by their English words. A language whose
 * headings it does not know fails here, before a member can imitate them.
 */
class HeadingsInEachLanguageTest {
  private static final Message WHO = new Message.Verbatim("**Bob**");

  static Stream<Words> aMemberCannotImitateAHeading() {
    return Catalogue.shipped().languages().stream().map(Catalogue.shipped()::nearest);
  }

  @ParameterizedTest
  @MethodSource
  void aMemberCannotImitateAHeading(Words words) {
    List<Message> headings =
        List.of(
            new EntryMessage.Reply(WHO, 3, new EntryMessage.Sent()),
            new EntryMessage.AnonymousReply(WHO, 3, new EntryMessage.Sent()),
            new EntryMessage.Note("**Bob**"),
            new EntryMessage.InReplyTo(3),
            new EntryMessage.InReplyToEarlier());
    for (Message heading : headings) {
      String line = words.of(heading);
      assertThat(MemberText.marked(line)).isEqualTo(MemberText.QUOTE + line);
      String bare = line.replace("*", "").replace("`", "");
      assertThat(MemberText.marked(bare)).isEqualTo(MemberText.QUOTE + bare);
    }
  }
}
