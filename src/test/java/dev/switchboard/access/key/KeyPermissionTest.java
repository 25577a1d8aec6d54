package dev.switchboard.access.key;

import static dev.switchboard.access.key.KeyPermission.CLOSE_TICKETS;
import static dev.switchboard.access.key.KeyPermission.CREATE_TICKETS;
import static dev.switchboard.access.key.KeyPermission.READ_MESSAGES;
import static dev.switchboard.access.key.KeyPermission.READ_TICKETS;
import static dev.switchboard.access.key.KeyPermission.REPLY_TICKETS;
import static dev.switchboard.access.key.KeyPermission.UPLOAD_FILES;
import static dev.switchboard.access.key.KeyPermission.WRITE_TICKETS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.access.Secret;
import dev.switchboard.access.Surface;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPermissionTest {
  @ParameterizedTest
  @CsvSource({
    "read:tickets, READ_TICKETS",
    "write:tickets, WRITE_TICKETS",
    "create:tickets, CREATE_TICKETS",
    "reply:tickets, REPLY_TICKETS",
    "close:tickets, CLOSE_TICKETS",
    "read:messages, READ_MESSAGES",
    "upload:files, UPLOAD_FILES",
    "CREATE_TICKET, CREATE_TICKETS",
    "READ_TICKETS, READ_TICKETS",
    "UPDATE_TICKET, REPLY_TICKETS",
    "DELETE_TICKET, CLOSE_TICKETS"
  })
  void eachWordIsKnown(String word, KeyPermission permission) {
    assertThat(KeyPermission.of(word)).hasValue(permission);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "READ:TICKETS",
        "read:tickets ",
        "CreateTicket",
        "WRITE_TICKETS",
        "UPLOAD_FILES",
        "READ_CONFIG",
        "UPDATE_CONFIG",
        "MANAGE_BOT",
        "*"
      })
  void noOtherWordIsOne(String word) {
    assertThat(KeyPermission.of(word)).isEmpty();
  }

  @Test
  void everyWordIsReadAsItIsWritten() {
    for (KeyPermission permission : KeyPermission.values()) {
      assertThat(KeyPermission.of(permission.word())).hasValue(permission);
    }
  }

  @Test
  void twoPermissionsIncludeOthers() {
    assertThat(KeyPermission.all(List.of(READ_TICKETS))).containsOnly(READ_TICKETS, READ_MESSAGES);
    assertThat(KeyPermission.all(List.of(WRITE_TICKETS)))
        .containsOnly(WRITE_TICKETS, CREATE_TICKETS, REPLY_TICKETS, CLOSE_TICKETS, UPLOAD_FILES);
    for (KeyPermission single :
        List.of(CREATE_TICKETS, REPLY_TICKETS, CLOSE_TICKETS, READ_MESSAGES, UPLOAD_FILES)) {
      assertThat(KeyPermission.all(List.of(single))).containsOnly(single);
    }
    assertThat(KeyPermission.all(List.of(UPLOAD_FILES, READ_TICKETS)))
        .containsExactly(READ_TICKETS, READ_MESSAGES, UPLOAD_FILES);
  }

  @ParameterizedTest
  @CsvSource({
    "READ_TICKETS, VIEW_TICKETS",
    "READ_MESSAGES, VIEW_TICKETS",
    "WRITE_TICKETS, ANSWER_MEMBERS",
    "CREATE_TICKETS, ANSWER_MEMBERS",
    "REPLY_TICKETS, ANSWER_MEMBERS",
    "CLOSE_TICKETS, ANSWER_MEMBERS",
    "UPLOAD_FILES,"
  })
  void aKeyHoldsTheRightsOfItsPermissionsAndNoOther(KeyPermission permission, Right right) {
    Principal.Source source = new Principal.Source(Surface.API, Optional.of("192.0.2.1"), "71");
    Principal principal = new KeyHolder(7, "billing", Set.of(permission)).principal(source);

    for (Right any : Right.values()) {
      assertThat(principal.may(any)).as(any.name()).isEqualTo(any == right);
    }
    assertThat(principal.name()).isEqualTo("key:7 (billing)");
    assertThat(principal.source()).isEqualTo(source);
  }

  @Test
  void aHolderMayWhatItsPermissionsInclude() {
    KeyHolder holder = new KeyHolder(7, "billing", Set.of(WRITE_TICKETS));

    assertThat(holder.may(CLOSE_TICKETS)).isTrue();
    assertThat(holder.may(READ_MESSAGES)).isFalse();
  }

  @Test
  void aKeyHasTheFormOfRustmail() {
    String key = KeyText.random();

    assertThat(key).matches("rustmail_[0-9a-f]{64}").isNotEqualTo(KeyText.random());
    assertThat(KeyText.isOne(key)).isTrue();
    assertThat(KeyText.preview(key)).isEqualTo(key.substring(0, 17));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rustmail_",
        "rustmail_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
        "rustmail_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
        "rustmail_0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
        "RUSTMAIL_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        " rustmail_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "rustmail_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n"
      })
  void nothingElseHas(String text) {
    assertThat(KeyText.isOne(text)).isFalse();
  }

  @Test
  void theHashIsTheOneOfRustmail() {
    assertThat(Secret.hash("rustmail_" + "0".repeat(64)))
        .isEqualTo("ace3f13830a0544d4622abdad75232d98850152661233a20154e58f3d4a32c9b");
  }
}
