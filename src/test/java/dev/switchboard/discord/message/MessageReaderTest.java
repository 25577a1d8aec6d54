package dev.switchboard.discord.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Member;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
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
            "{'components':[{'type':17,'components':[{'type':10,'content':'Hello'}]}]}", "Hello"),
        arguments(
            "{'components':[{'type':1,'components':[{'type':2,'label':'Press'}]}]}", "[Press]"),
        arguments(
            "{'components':[{'type':12,'items':[{'media':{'url':'https://a.example/m.png'}}]}]}",
            "https://a.example/m.png"),
        arguments(
            "{'sticker_items':[{'id':'7','name':'Dance','format_type':3}]}", "Sticker: Dance"),
        arguments("{'sticker_items':[{'id':'7','name':'New','format_type':9}]}", "Sticker: New"),
        arguments("{'sticker_items':[{'id':'7','name':'Odd'}]}", "Sticker: Odd"),
        arguments(
            "{'poll':{'question':{'text':'Tea?'},'answers':[{'answer_id':1,'poll_media':{'text':'Yes'}},{'answer_id':2,'poll_media':{'text':'No'}}],'results':{'answer_counts':[{'id':1,'count':3}]}}}",
            "Poll: Tea?\n- Yes · 3 votes\n- No"),
        arguments(
            "{'type':46,'embeds':[{'type':'poll_result','fields':[{'name':'poll_question_text','value':'Tea?'},{'name':'victor_answer_text','value':'Yes'},{'name':'victor_answer_emoji_name','value':'🍵'},{'name':'victor_answer_votes','value':'3'},{'name':'total_votes','value':'5'},{'name':'victor_answer_id','value':'1'}]}]}",
            "*A poll has ended*: Tea? · **🍵 Yes** has won with 3 of 5 votes"),
        arguments(
            "{'type':46,'embeds':[{'type':'poll_result','fields':[{'name':'poll_question_text','value':'Tea?'},{'name':'victor_answer_votes','value':'2'},{'name':'total_votes','value':'4'}]}]}",
            "*A poll has ended*: Tea? · a draw, 4 votes"),
        arguments(
            "{'type':46,'embeds':[{'type':'poll_result','fields':[{'name':'poll_question_text','value':'Tea?'},{'name':'total_votes','value':'0'}]}]}",
            "*A poll has ended*: Tea? · no answer has won"),
        arguments("{'type':6}", "*A message was pinned*"),
        arguments("{'type':3,'call':{}}", "*A call*"),
        arguments("{'type':99}", "*A message of a kind that is not known here (type 99)*"),
        arguments(
            "{'soundmoji':{'name':'x'},'content':''}",
            "*A message that cannot be shown here (soundmoji)*"),
        arguments(
            "{'message_reference':{'type':1,'message_id':'5'},'message_snapshots':[]}",
            "**Forwarded message**\n> *Discord did not show what it says*"),
        arguments(
            "{'message_reference':{'type':1,'message_id':'5'},'content':'look'}",
            "**Forwarded message**\n> *Discord did not show what it says*"),
        arguments("{'embeds':[{'type':'rich','footer':{'text':'small\\nprint'}}]}", "small print"),
        arguments(
            "{'embeds':[{'type':'rich','thumbnail':{'url':'https://a.example/t.png'}}]}",
            "https://a.example/t.png"),
        arguments(
            "{'embeds':[{'type':'image','thumbnail':{'url':'https://a.example/t.png'}}]}",
            "https://a.example/t.png"),
        arguments(
            "{'content':'words','attachments':[{'id':'1','filename':'lost.txt','size':5}]}",
            "File lost.txt could not be copied: Discord does not say where it is"),
        arguments(
            "{'attachments':[{'id':'1','filename':'_.txt','title':'Säcke','url':null,'proxy_url':''}]}",
            "File Säcke.txt could not be copied: Discord does not say where it is"),
        arguments(
            "{'message_snapshots':[{'message':{'content':'look','soundboard_sounds':[{'name':'Horn'}],'shared_client_theme':{'colors':['ff']}}}]}",
            "**Forwarded message**\n> look\n> Sound: Horn\n> *A shared theme for Discord*"),
        arguments("{'content':'words','soundboard_sounds':[{'name':'Horn'}]}", "Sound: Horn"),
        arguments("{'soundboard_sounds':[{'name':null}]}", "Sound"),
        arguments(
            "{'content':'words','shared_client_theme':{'colors':['ff']}}",
            "*A shared theme for Discord*"),
        arguments("{'content':'words','stickers':[{'name':'Old'}]}", "Sticker: Old"),
        arguments("{}", "*An empty message*"));
  }

  @Test
  void allOfAnEmbedIsShown() {
    String embed =
        "{'type':'rich','title':'T','author':{'name':'A','url':'https://a.example/a'},"
            + "'description':'D','fields':[{'name':'F','value':'V'}],'footer':{'text':'S'},"
            + "'provider':{'name':'P'},'url':'https://a.example/','image':{'url':'https://a.example/i.png'},"
            + "'video':{'url':'https://a.example/v.mp4'},'thumbnail':{'url':'https://a.example/i.png'}}";
    String line =
        "**T** · A · D · F: V · S · P · https://a.example/ · https://a.example/i.png"
            + " · https://a.example/v.mp4 · https://a.example/a";
    assertThat(
            MessageReader.content(TestWords.ENGLISH, json("{'embeds':[" + embed + "]}")).extras())
        .containsExactly(line);
    String forward =
        "{'message_snapshots':[{'message':{'content':'see https://a.example/ now','embeds':["
            + embed
            + "]}}]}";
    assertThat(MessageReader.content(TestWords.ENGLISH, json(forward)).extras())
        .as("of an embed that somebody made, though the text holds its address")
        .containsExactly("**Forwarded message**\n> see https://a.example/ now\n> " + line);
    assertThat(
            MessageReader.content(
                    TestWords.ENGLISH,
                    json("{'content':'https://a.example/','embeds':[" + embed + "]}"))
                .extras())
        .containsExactly(line);
  }

  @Test
  void theTextsOfAnEmbedAreBounded() {
    String text = "x".repeat(2_000);
    String line =
        MessageReader.content(
                TestWords.ENGLISH,
                json(
                    "{'embeds':[{'type':'rich','title':'%1$s','author':{'name':'%1$s'},'description':'%1$s','footer':{'text':'%1$s'},'fields':[{'name':'%1$s','value':'%1$s'}]}]}"
                        .formatted(text)))
            .extras()
            .getFirst();
    assertThat(line).hasSizeLessThan(6 * 310).hasSizeGreaterThan(6 * 290);
  }

  @Test
  void theFilesThatAForwardedMessageLostAreNamed() {
    var content =
        MessageReader.content(
            TestWords.ENGLISH,
            json(
                "{'message_snapshots':[{'message':{'content':'inner','attachments':[{'id':'9','filename':'lost.txt'},{'id':'8','filename':'a.txt','url':'u'}]}}]}"));
    assertThat(content.attachments()).extracting(Attachment::name).containsExactly("a.txt");
    assertThat(content.extras())
        .containsExactly(
            "**Forwarded message**\n> inner\n> *with 2 files*",
            "File lost.txt could not be copied: Discord does not say where it is");
  }

  static Stream<Arguments> componentsAreReadWhateverFieldTheyStandIn() {
    return Stream.of(
        arguments(
            "[{'type':9,'components':[{'type':10,'content':'Read"
                + " this'}],'accessory':{'type':2,'style':5,'label':'Open','url':'https://a.example/x'}}]",
            List.of("Read this", "[Open] https://a.example/x")),
        arguments(
            "[{'type':9,'components':[{'type':10,'content':'A'}],'accessory':{'type':11,'media':{'url':'https://a.example/t.png'},'description':'A"
                + " cat'}}]",
            List.of("A", "A cat", "https://a.example/t.png")),
        arguments(
            "[{'type':13,'file':{'url':'https://a.example/f.zip'},'name':'f.zip','spoiler':true}]",
            List.of("||f.zip||", "||https://a.example/f.zip||")),
        arguments(
            "[{'type':17,'spoiler':true,'components':[{'type':10,'content':'a ||"
                + " b'},{'type':14}]}]",
            List.of("||a | | b||")),
        arguments(
            "[{'type':12,'items':[{'media':{'url':'https://a.example/1.png'}},{'media':{'url':'https://a.example/2.png'},'spoiler':true}]}]",
            List.of("https://a.example/1.png", "||https://a.example/2.png||")),
        arguments(
            "[{'type':18,'label':'Why?','description':'In"
                + " short','component':{'type':4,'placeholder':'Because','value':'So'}}]",
            List.of("[Why?]", "In short", "[Because]", "So")),
        arguments(
            "[{'type':1,'components':[{'type':3,'placeholder':'Pick','options':[{'label':'One','value':'1','description':'first'},{'label':'Two','value':'2'}]}]}]",
            List.of("[Pick]", "One (first) / Two")),
        arguments(
            "[{'type':1,'components':[{'type':5,'default_values':[{'id':'7','type':'user'}]}]}]",
            List.of()),
        arguments(
            "[{'type':99,'inner':{'type':98,'parts':[{'type':10,'content':'deep'}]}},{'type':10,'content':'beside'}]",
            List.of(
                "*A part of a kind that is not known here (type 99)*",
                "*A part of a kind that is not known here (type 98)*",
                "deep",
                "beside")),
        arguments("[{'type':2,'style':1,'emoji':{'name':'👍'}}]", List.of("[👍]")),
        arguments("[null,7,'x',{'type':null},{'type':2}]", List.of()));
  }

  @ParameterizedTest
  @MethodSource
  void componentsAreReadWhateverFieldTheyStandIn(String components, List<String> lines) {
    assertThat(
            MessageReader.content(
                    TestWords.ENGLISH, json("{'content':'text','components':" + components + "}"))
                .extras())
        .containsExactlyElementsOf(lines);
    String forwarded =
        "{'message_snapshots':[{'message':{'content':'text','components':" + components + "}}]}";
    assertThat(MessageReader.content(TestWords.ENGLISH, json(forwarded)).extras().getFirst())
        .isEqualTo(
            Stream.concat(Stream.of("text"), lines.stream())
                .map(line -> "> " + line)
                .collect(Collectors.joining("\n", "**Forwarded message**\n", "")));
  }

  @Test
  void componentsWithoutEndAreReadUpToABound() {
    String deep = "{'type':10,'content':'x'}";
    for (int i = 0; i < 100; i++) {
      deep = "{'type':17,'components':[" + deep + "]}";
    }
    assertThat(
            MessageReader.content(TestWords.ENGLISH, json("{'components':[" + deep + "]}"))
                .extras())
        .containsExactly("*Parts that are nested too deep to be shown here*");
    String many =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "{'type':10,'content':'" + i + "'}")
            .collect(Collectors.joining(",", "{'components':[", "]}"));
    assertThat(MessageReader.content(TestWords.ENGLISH, json(many)).extras()).hasSize(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':6}",
        "{'type':3,'content':''}",
        "{'type':7,'content':'whatever'}",
        "{'type':46,'embeds':[{'type':'poll_result'}]}",
        "{'type':99}",
        "{'type':99,'content':' ','attachments':[]}"
      })
  void whatNobodyWroteIsANotice(String message) {
    assertThat(MessageKind.notice(json(message))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'type':null}",
        "{'type':0}",
        "{'type':19,'content':'yes'}",
        "{'type':20}",
        "{'type':23}",
        "{'type':99,'content':'words'}",
        "{'type':99,'sticker_items':[{'name':'x'}]}",
        "{'type':99,'attachments':[{'id':'1'}]}"
      })
  void whatSomebodyWroteIsNone(String message) {
    assertThat(MessageKind.notice(json(message))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "_____.docx | Счёт 2026 | Счёт 2026.docx",
        "_____.docx | Счёт 2026.docx | Счёт 2026.docx",
        "x.exe | invoice.pdf | invoice.pdf.exe",
        "x.exe | photo\u202Egpj | photogpj.exe",
        "a\u202Etxt.exe | '' | atxt.exe",
        "a.png | '' | a.png",
        "a.png | ' . ' | a.png",
        "SPOILER_a.png | Ünsichtbar | SPOILER_Ünsichtbar.png",
        "a.tar.gz | Säcke.tar | Säcke.tar.gz",
        "b.html | <b>A/B: \"so\"?* | _b_A_B_ _so___.html",
        "../../etc/passwd | '' | _.._etc_passwd",
        "con.txt | '' | _con.txt",
        "'' | '' | file",
        ".. | ... | file",
        "a.png | two\u2028lines | two_lines.png",
        "a.png | half\uD83D | half\uFFFD.png",
      })
  void aFileHasTheNameThatPeopleGaveIt(String filename, String title, String name)
      throws JsonProcessingException {
    ObjectNode message = JSON.createObjectNode();
    message
        .putArray("attachments")
        .addObject()
        .put("id", "1")
        .put("url", "u")
        .put("filename", filename)
        .put("title", title);
    assertThat(MessageReader.content(TestWords.ENGLISH, message).attachments().getFirst().name())
        .isEqualTo(name);
  }

  @Test
  void aLongNameKeepsItsEndingAndTheFlagOfASpoilerItsPrefix() {
    String title = "ж".repeat(300);
    String name =
        MessageReader.content(
                TestWords.ENGLISH,
                json(
                    "{'attachments':[{'id':'1','url':'u','filename':'_.png','flags':8,'title':'"
                        + title
                        + "'}]}"))
            .attachments()
            .getFirst()
            .name();
    assertThat(name).startsWith("SPOILER_жж").endsWith("ж.png");
    assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(195, 200);
  }

  @Test
  void whatIsWrittenBesideAFileIsKept() {
    assertThat(
            MessageReader.content(
                    TestWords.ENGLISH,
                    json(
                        "{'attachments':[{'id':'1','url':'u','filename':'_.png','title':'Кот','description':'A"
                            + " cat\\nasleep'},{'id':'2','url':'u','filename':'b.png','description':null}]}"))
                .extras())
        .containsExactly("Description of Кот.png: A cat asleep");
    assertThat(
            MessageReader.content(
                    TestWords.ENGLISH,
                    json(
                        "{'message_snapshots':[{'message':{'attachments':[{'id':'1','url':'u','filename':'a.png','description':'A"
                            + " dog'}]}}]}"))
                .extras())
        .contains("Description of a.png: A dog");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'sticker_items':[{'name':'%s'}]| Sticker: %s",
        "'stickers':[{'name':'%s'}]| Sticker: %s",
        "'soundboard_sounds':[{'name':'%s'}]| Sound: %s",
        "'activity':{},'application':{'name':'%s'}| Invitation to an activity: %s",
        "'poll':{'question':{'text':'%s'}}| Poll: %s",
        "'poll':{'answers':[{'poll_media':{'text':'x','emoji':{'name':'%s'}}}]}| Poll\\n- %s x",
        "'poll':{'answers':[{'poll_media':{'text':'%s'}}]}| Poll\\n- %s",
        "'attachments':[{'filename':'a.png','title':'%s','url':'u','description':'d'}]| Description of %s.png: d",
        "'message_snapshots':[{'message':{'sticker_items':[{'name':'%s'}]}}]| **Forwarded message**\\n> Sticker: %s",
      })
  void aNameIsJustAName(String message, String line) {
    String named = "{" + message.formatted("a\u202Egnp\u2066 \u3164b _c_ [d](e)") + "}";
    assertThat(MessageReader.content(TestWords.ENGLISH, json(named)).extras())
        .containsExactly(line.replace("\\n", "\n").formatted("agnp b \\_c\\_ \\[d\\]\\(e)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'embeds':[{'type':'rich','title':'a\u202Eb','author':{'name':'a\u202Eb'},'fields':[{'name':'a\u202Eb','value':'a\u202Eb'}],'footer':{'text':'a\u202Eb'}}]",
        "'components':[{'type':2,'label':'a\u202Eb'}]",
        "'attachments':[{'filename':'a.png','url':'u','description':'a\u202Eb'}]",
      })
  void nothingOnALineTurnsTheDirectionOfItsWords(String message) {
    assertThat(MessageReader.content(TestWords.ENGLISH, json("{" + message + "}")).extras())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).contains("ab").doesNotContain("\u202E"));
  }

  @ParameterizedTest
  @MethodSource
  void everyPartIsNamed(String message, String line) {
    assertThat(MessageReader.content(TestWords.ENGLISH, json(message)).extras())
        .containsExactly(line);
  }

  @Test
  void textFilesAndWhatItAnswersAreRead() {
    var content =
        MessageReader.content(
            TestWords.ENGLISH,
            json(
                "{'type':19,'content':'hi','message_reference':{'message_id':'42','channel_id':'1'},"
                    + "'attachments':[{'id':'9','filename':'a.png','size':3,'url':'https://x/a.png','content_type':'image/png'},"
                    + "{'id':'10','url':null},null]}"));
    assertThat(content.text()).isEqualTo("hi");
    assertThat(content.answers()).isEqualTo(42);
    assertThat(content.extras())
        .containsExactly("File file could not be copied: Discord does not say where it is");
    assertThat(content.attachments())
        .containsExactly(new Attachment(9, "a.png", 3, "https://x/a.png", "image/png"));
  }

  /** An empty file is not one of which nobody knows how large it is. */
  @ParameterizedTest
  @CsvSource({"0, 0", "null, -1", "-5, -1", "7, 7"})
  void aSizeOfZeroIsASize(String told, long size) {
    assertThat(
            MessageReader.content(
                    TestWords.ENGLISH,
                    json("{'attachments':[{'id':'9','size':%s,'url':'u'}]}".formatted(told)))
                .attachments())
        .extracting(Attachment::size)
        .containsExactly(size);
    assertThat(
            MessageReader.content(TestWords.ENGLISH, json("{'attachments':[{'id':'9','url':'u'}]}"))
                .attachments())
        .extracting(Attachment::size)
        .containsExactly(Attachment.UNTOLD);
  }

  @Test
  void theFilesOfAForwardedMessageComeAlongAndItAnswersNothing() {
    var content =
        MessageReader.content(
            TestWords.ENGLISH,
            json(
                "{'message_reference':{'type':1,'message_id':'5'},'message_snapshots':[{'message':"
                    + "{'content':'','attachments':[{'id':'9','filename':'a','url':'u'}]}}]}"));
    assertThat(content.attachments()).extracting(Attachment::id).containsExactly(9L);
    assertThat(content.extras()).containsExactly("**Forwarded message**\n> *with a file*");
    assertThat(content.answers()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"link", "article", "video", "gifv", "image"})
  void aPreviewOfALinkInTheTextIsLeftOut(String type) {
    String text = "{'content':'see https://a.example/','embeds':[%s]}";
    String preview = "{'type':'%s','title':'T','url':'https://a.example/'}".formatted(type);
    assertThat(MessageReader.content(TestWords.ENGLISH, json(text.formatted(preview))).extras())
        .isEmpty();
    assertThat(
            MessageReader.content(
                    TestWords.ENGLISH,
                    json(
                        "{'message_snapshots':[{'message':%s}]}"
                            .formatted(text.formatted(preview))))
                .extras())
        .containsExactly("**Forwarded message**\n> see https://a.example/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'rich'", "null", "'unheard_of'"})
  void whatMayBeMoreThanAPreviewIsShown(String type) {
    assertThat(
            MessageReader.content(
                    TestWords.ENGLISH,
                    json(
                        "{'content':'see https://a.example/','embeds':[{'type':%s,'title':'T','url':'https://a.example/'}]}"
                            .formatted(type)))
                .extras())
        .containsExactly("**T** · https://a.example/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content", "attachments", "embeds", "sticker_items", "poll", "message_reference",
        "message_snapshots", "components", "flags", "type", "activity", "application",
        "stickers", "soundboard_sounds", "shared_client_theme"
      })
  void nothingOddInAFieldHidesTheRest(String field) {
    for (String odd :
        List.of("null", "7", "'x'", "[]", "{}", "[null]", "[7]", "{'a':[null]}", "true")) {
      var message =
          (ObjectNode)
              json(
                  "{'content':'words','attachments':[{'id':'9','filename':'f','url':'u'}],'message_snapshots':[]}");
      message.set(field, json(odd));
      var content = MessageReader.content(TestWords.ENGLISH, message);
      boolean shown = content.text().equals("words") || content.attachments().size() == 1;
      assertThat(shown).as("%s = %s gave %s", field, odd, content).isTrue();
    }
  }

  @Test
  void aNulIsLeftOutSinceTheDatabaseCannotHoldIt() {
    assertThat(MessageReader.content(TestWords.ENGLISH, json("{'content':'a\\u0000b'}")).text())
        .isEqualTo("a\uFFFDb");
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
