package dev.switchboard.discord.guild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.discord.api.DiscordRest;
import dev.switchboard.discord.api.PacedRest;
import dev.switchboard.discord.api.ScriptedDiscord;
import dev.switchboard.discord.api.ScriptedDiscord.Reply;
import dev.switchboard.ticket.Contacts.Contact;
import dev.switchboard.ticket.model.Member;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscordContactsTest {
  private static final Reply ALICE =
      Reply.json(200, "{\"user\":{\"id\":\"5\",\"username\":\"alice\",\"global_name\":\"Alice\"}}");

  private final Queue<Reply> answers = new ArrayDeque<>();
  private final ScriptedDiscord discord = new ScriptedDiscord(_ -> answers.remove());
  private final DiscordRest rest = new DiscordRest(discord.access());
  private final DiscordContacts contacts = new DiscordContacts(new PacedRest(rest, 50), 900);

  @AfterEach
  void stop() {
    rest.close();
    discord.close();
  }

  private Contact contact(Reply... replies) throws Exception {
    answers.addAll(List.of(replies));
    return contacts.contact(5).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void aMemberIsReachedByTheirDmChannel() throws Exception {
    assertThat(contact(ALICE, Reply.json(200, "{\"id\":\"500\",\"type\":1}")))
        .isEqualTo(new Contact.Reachable(new Member(5, "alice", "Alice"), 500));
  }

  @Test
  void whoIsNoMemberOrABotIsNotThere() throws Exception {
    for (int code : List.of(10007, 10013)) {
      assertThat(contact(Reply.json(404, "{\"code\":%d,\"message\":\"Unknown\"}".formatted(code))))
          .isEqualTo(new Contact.NotThere());
    }
    assertThat(
            contact(Reply.json(200, "{\"user\":{\"id\":\"5\",\"username\":\"b\",\"bot\":true}}")))
        .isEqualTo(new Contact.NotThere());
  }

  @Test
  void whatDiscordDoesNotAnswerIsUnknown() throws Exception {
    assertThat(contact(Reply.json(503, "{}"))).isEqualTo(new Contact.Unknown());
    assertThat(contact(Reply.json(200, "{\"user\":{\"id\":\"6\"}}")))
        .isEqualTo(new Contact.Unknown());
    assertThat(contact(Reply.json(403, "{\"code\":50001,\"message\":\"Missing Access\"}")))
        .isEqualTo(new Contact.Unknown());
    assertThat(contact(ALICE, Reply.json(500, "{}"))).isEqualTo(new Contact.Unknown());
  }
}
