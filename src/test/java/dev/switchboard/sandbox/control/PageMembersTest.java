package dev.switchboard.sandbox.control;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import dev.switchboard.sandbox.world.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a person can do on the page as a member. Done in Chromium; the test is the bot. */
@Tag("browser")
class PageMembersTest extends OpenPage {
  @Test
  void aDmReachesTheBotAndItsAnswerIsShown() {
    choose("bob");
    write(members(), "help **me**");

    assertThat(lastMessage(members()).locator("strong").last()).hasText("me");
    JsonNode heard = event("MESSAGE_CREATE", 1);
    assertThat(heard.path("content").asText()).isEqualTo("help **me**");

    bot.say(Json.id(heard, "channel_id"), "we are on it");
    assertThat(lastMessage(members())).containsText("we are on it");
  }

  @Test
  void aPictureIsUploadedAndShown() {
    choose("alice");
    upload(members(), "cat.png", "look");

    Locator image = lastMessage(members()).locator("figure img");
    assertThat(image).isVisible();
    assertThat(image.evaluate("async i => (await i.decode(), i.naturalWidth)")).isEqualTo(8);
    JsonNode heard = event("MESSAGE_CREATE", 1);
    assertThat(heard.path("attachments").path(0).path("filename").asText()).isEqualTo("cat.png");
    assertThat(heard.path("content").asText()).isEqualTo("look");
  }

  @Test
  void aMemberEditsAndDeletesAndBothAreMarked() {
    choose("alice");
    write(members(), "frist");
    assertThat(lastMessage(members())).containsText("frist");

    lastMessage(members()).hover();
    press(lastMessage(members()), "Edit");
    members().getByLabel("Edit message").fill("first");
    members().getByLabel("Edit message").press("Enter");
    assertThat(lastMessage(members())).containsText("first(edited)");
    assertThat(event("MESSAGE_UPDATE", 1).path("content").asText()).isEqualTo("first");

    lastMessage(members()).hover();
    press(lastMessage(members()), "Delete");
    assertThat(lastMessage(members())).containsText("A message by Alice was deleted");
    event("MESSAGE_DELETE", 1);
  }

  @Test
  void aMemberRepliesAndReacts() {
    choose("alice");
    bot.say(dm, "what happened?");
    lastMessage(members()).hover();
    press(lastMessage(members()), "Reply");
    assertThat(members().getByText("Replying to Switchboard")).isVisible();
    write(members(), "it broke");

    assertThat(lastMessage(members()).locator(".quoted")).containsText("what happened?");
    JsonNode reply = event("MESSAGE_CREATE", 2);
    assertThat(reply.path("referenced_message").path("content").asText())
        .isEqualTo("what happened?");

    Locator asked = messages(members()).first();
    asked.hover();
    press(asked, "Add reaction");
    page.locator(".menu button.emoji").first().click();
    assertThat(asked.locator(".reaction")).hasAttribute("aria-pressed", "true");
    event("MESSAGE_REACTION_ADD", 1);
    asked.locator(".reaction").click();
    assertThat(asked.locator(".reaction")).hasCount(0);
    event("MESSAGE_REACTION_REMOVE", 1);
  }

  @Test
  void typingIsToldBothWays() {
    choose("alice");
    composer(members()).pressSequentially("hm");
    event("TYPING_START", 1);

    bot.post("/channels/" + dm + "/typing", Json.object());
    assertThat(members().locator(".status")).hasText("Switchboard is typing…");
  }

  @Test
  void stickersPollsVoiceMessagesAndForwardsAreSentAndShown() {
    choose("alice");
    more("Sticker: Wave");
    assertThat(lastMessage(members()).locator(".sticker")).containsText("Wave");

    more("Voice message");
    assertThat(lastMessage(members()).locator("audio")).isVisible();

    more("Poll…");
    page.getByLabel("Question").fill("Tea?");
    page.getByLabel("Answers, one a line").fill("yes\nno");
    page.locator("dialog .primary").click();
    lastMessage(members()).locator(".answer").first().click();
    assertThat(lastMessage(members()).locator(".poll")).containsText("1 vote,");
    event("MESSAGE_POLL_VOTE_ADD", 1);

    write(members(), "pass it on");
    lastMessage(members()).hover();
    press(lastMessage(members()), "More");
    page.locator(".menu").getByText("Forward…").click();
    page.locator("dialog .primary").click();
    assertThat(lastMessage(members()).locator(".forwarded")).containsText("pass it on");
    assertThat(event("MESSAGE_CREATE", 5).path("message_snapshots")).hasSize(1);
  }

  @Test
  void aMemberLeavesComesBackIsBannedAndClosesDms() {
    long guild = sandbox.world().communityGuild();
    choose("carol");
    press(members().locator(".head"), "Leave");
    assertThat(person("carol")).containsText("left");
    assertThat(Json.id(event("GUILD_MEMBER_REMOVE", 1).path("user"), "id"))
        .isEqualTo(sandbox.world().person("carol"));
    press(members().locator(".head"), "Join");
    assertThat(Json.id(event("GUILD_MEMBER_ADD", 1), "guild_id")).isEqualTo(guild);

    press(members().locator(".head"), "Ban");
    page.getByLabel("Reason").fill("spam");
    page.locator("dialog .danger").click();
    assertThat(person("carol")).containsText("banned");
    event("GUILD_BAN_ADD", 1);
    press(members().locator(".head"), "Unban");
    assertThat(person("carol")).containsText("left");

    choose("alice");
    press(members().locator(".head"), "Close DMs");
    assertThat(button(members().locator(".head"), "Open DMs")).isVisible();
    assertThat(bot.say(dm, "hello?").code()).isEqualTo(50007);
  }

  @Test
  void aNewMemberJoinsAndWrites() {
    press(members(), "New member");
    page.getByLabel("User name").fill("erin");
    page.getByLabel("Display name").fill("Erin");
    page.locator("dialog .primary").click();
    assertThat(person("erin")).hasAttribute("aria-current", "true");
    event("GUILD_MEMBER_ADD", 1);

    write(members(), "hello");
    assertThat(event("MESSAGE_CREATE", 1).path("author").path("username").asText())
        .isEqualTo("erin");
  }
}
