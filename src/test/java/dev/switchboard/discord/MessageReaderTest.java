package dev.switchboard.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.ticket.Attachment;
import dev.switchboard.ticket.Member;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageReaderTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Arguments> everyPartIsNamed() {
    return Stream.of(
        arguments(
            "{'sticker_items':[{'id':'7','name':'Wave','format_type':1}]}",
            "Sticker: Wave (https://cdn.discordapp.com/stickers/7.png)"),
        arguments(
            "{'sticker_items':[{'id':'7','name':'Wave','format_type':4}]}",
            "Sticker: Wave (https://media.discordapp.net/stickers/7.gif)"),
        arguments("{'sticker_items':[{'id':null,'name':null}]}", "Sticker"),
        arguments(
            "{'flags':8192,'attachments':[{'id':'1','filename':'voice.ogg','url':'u','duration_secs':67.4}]}",
            "Voice message, 1:07"),
        arguments("{'flags':8192,'attachments':null}", "Voice message"),
        arguments(
            "{'poll':{'question':{'text':'Tea?'},'answers':[{'poll_media':{'text':'Yes','emoji':{'name':'🍵'}}},{'poll_media':null}]}}",
            "Poll: Tea?\n- 🍵 Yes\n- ?"),
        arguments("{'poll':{}}", "Poll"),
        arguments(
            "{'message_reference':{'type':1,'message_id':'5'},'message_snapshots':[{'message':{'content':'one\\ntwo'}}]}",
            "**Forwarded message**\n> one\n> two"),
        arguments(
            "{'message_snapshots':[{'message':{'sticker_items':[{'name':'Hi'}]}}]}",
            "**Forwarded message**\n> Sticker: Hi"),
        arguments(
            "{'message_snapshots':[{'message':null}]}",
            "**Forwarded message**\n> *An empty message*"),
        arguments(
            "{'embeds':[{'title':'T','description':'D','url':'https://a.example/'}]}",
            "**T** · D · https://a.example/"),
        arguments(
            "{'embeds':[{'type':'image','image':{'url':'https://a.example/i.png'}}]}",
            "https://a.example/i.png"),
        arguments(
            "{'activity':{'type':3},'application':{'name':'Chess'}}",
            "Invitation to an activity: Chess"),
        arguments("{'activity':{'type':3}}", "Invitation to an activity"),
        arguments(
            "{'components':[{'type':17,'components':[{'type':10,'content':'Hello'},{'type':99,'components':null}]}]}",
            "Hello"),
        arguments(
            "{'components':[{'type':1,'components':[{'type':2,'label':'Press'}]}]}", "[Press]"),
        arguments(
            "{'components':[{'type':12,'items':[{'media':{'url':'https://a.example/m.png'}}]}]}",
            "https://a.example/m.png"),
        arguments("{'type':6}", "*A message was pinned*"),
        arguments("{'type':3,'call':{}}", "*A call*"),
        arguments("{'type':99}", "*A message of a kind that is not known here (type 99)*"),
        arguments(
            "{'soundmoji':{'name':'x'},'content':''}",
            "*A message that cannot be shown here (soundmoji)*"),
        arguments("{}", "*An empty message*"));
  }

  @ParameterizedTest
  @MethodSource
  void everyPartIsNamed(String message, String line) {
    assertThat(MessageReader.content(json(message)).extras()).containsExactly(line);
  }

  @Test
  void textFilesAndWhatItAnswersAreRead() {
    var content =
        MessageReader.content(
            json(
                "{'type':19,'content':'hi','message_reference':{'message_id':'42','channel_id':'1'},"
                    + "'attachments':[{'id':'9','filename':'a.png','size':3,'url':'https://x/a.png','content_type':'image/png'},"
                    + "{'id':'10','url':null},null]}"));
    assertThat(content.text()).isEqualTo("hi");
    assertThat(content.answers()).isEqualTo(42);
    assertThat(content.extras()).isEmpty();
    assertThat(content.attachments())
        .containsExactly(new Attachment(9, "a.png", 3, "https://x/a.png", "image/png"));
  }

  @Test
  void theFilesOfAForwardedMessageComeAlongAndItAnswersNothing() {
    var content =
        MessageReader.content(
            json(
                "{'message_reference':{'type':1,'message_id':'5'},'message_snapshots':[{'message':"
                    + "{'content':'','attachments':[{'id':'9','filename':'a','url':'u'}]}}]}"));
    assertThat(content.attachments()).extracting(Attachment::id).containsExactly(9L);
    assertThat(content.extras()).containsExactly("**Forwarded message**\n> *with a file*");
    assertThat(content.answers()).isZero();
  }

  @Test
  void aPreviewOfALinkInTheTextIsLeftOut() {
    var content =
        MessageReader.content(
            json(
                "{'content':'see"
                    + " https://a.example/','embeds':[{'title':'T','url':'https://a.example/'}]}"));
    assertThat(content.extras()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content", "attachments", "embeds", "sticker_items", "poll", "message_reference",
        "message_snapshots", "components", "flags", "type", "activity", "application"
      })
  void nothingOddInAFieldHidesTheRest(String field) {
    for (String odd :
        List.of("null", "7", "'x'", "[]", "{}", "[null]", "[7]", "{'a':[null]}", "true")) {
      var message =
          (ObjectNode)
              json(
                  "{'content':'words','attachments':[{'id':'9','filename':'f','url':'u'}],'message_snapshots':[]}");
      message.set(field, json(odd));
      var content = MessageReader.content(message);
      boolean shown = content.text().equals("words") || content.attachments().size() == 1;
      assertThat(shown).as("%s = %s gave %s", field, odd, content).isTrue();
    }
  }

  @Test
  void aNulIsLeftOutSinceTheDatabaseCannotHoldIt() {
    assertThat(MessageReader.content(json("{'content':'a\\u0000b'}")).text()).isEqualTo("a\uFFFDb");
  }

  @Test
  void aMemberIsNamedByWhateverIsThere() {
    assertThat(MessageReader.member(json("{'id':'1','username':'ann','global_name':'Ann'}")))
        .isEqualTo(new Member(1, "ann", "Ann"));
    assertThat(MessageReader.member(json("{'id':'1','username':'ann','global_name':null}")))
        .isEqualTo(new Member(1, "ann", "ann"));
    assertThat(MessageReader.member(json("{'id':'1'}")))
        .isEqualTo(new Member(1, "user 1", "user 1"));
    assertThat(MessageReader.member(json("null")).id()).isZero();
  }

  @Test
  void aTimeThatCannotBeReadIsTakenFromTheId() {
    assertThat(MessageReader.time(json("'2026-01-02T03:04:05.006000+00:00'"), 1))
        .isEqualTo(Instant.parse("2026-01-02T03:04:05.006Z"));
    assertThat(MessageReader.time(json("null"), 175928847299117063L))
        .isEqualTo(Instant.parse("2016-04-30T11:18:25.796Z"));
  }

  @Test
  void anEmojiIsItselfOrNameAndId() {
    assertThat(MessageReader.emoji(json("{'id':null,'name':'👍'}"))).isEqualTo("👍");
    assertThat(MessageReader.emoji(json("{'id':'5','name':'blob'}"))).isEqualTo("blob:5");
    assertThat(MessageReader.emoji(json("{'id':'5','name':null}"))).isEqualTo("emoji:5");
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
