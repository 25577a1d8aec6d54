package dev.switchboard.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.service.process.DriverFailed;
import dev.switchboard.service.process.Recipe;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecipesTest {
  private static final Map<Setting, String> VALUES =
      Map.of(
          Setting.TURN_PORT, "3478",
          Setting.TURN_REALM, "example.org",
          Setting.TURN_SECRET, "s3cret==",
          Setting.TURN_RELAY_IP, "203.0.113.7",
          Setting.IROH_PORT, "3340",
          Setting.SS_PORT, "8388",
          Setting.SS_CIPHER, "AEAD_CHACHA20_POLY1305",
          Setting.SS_PASSWORD, "pa+ss==");

  /** Another value for each setting that a service is started with. */
  private static final Map<Setting, String> OTHERS =
      Map.of(
          Setting.TURN_PORT, "3479",
          Setting.TURN_REALM, "example.net",
          Setting.TURN_SECRET, "other",
          Setting.TURN_RELAY_IP, "203.0.113.8",
          Setting.IROH_PORT, "3341",
          Setting.SS_PORT, "8389",
          Setting.SS_CIPHER, "aes-256-gcm",
          Setting.SS_PASSWORD, "other");

  @TempDir Path folder;

  @Test
  void theTurnServerIsToldWhatItMustKnowAndWhereItMustNotLead() {
    List<String> lines = turn("0.0.0.0").configuration(VALUES).lines().toList();

    assertThat(lines)
        .contains(
            "listening-port=3478",
            "realm=example.org",
            "use-auth-secret",
            "static-auth-secret=\"s3cret==\"",
            // An address that this machine does not have.
            "external-ip=203.0.113.7",
            "min-port=50000",
            "max-port=50100",
            "user-quota=3",
            "total-quota=9",
            "no-cli",
            "no-tcp-relay",
            // An address of this machine, as other machines reach it.
            "denied-peer-ip=203.0.113.7",
            "denied-peer-ip=10.0.0.0-10.255.255.255",
            "denied-peer-ip=127.0.0.0-127.255.255.255",
            "denied-peer-ip=::1-::1",
            "denied-peer-ip=::ffff:0:0-::ffff:ffff:ffff",
            "denied-peer-ip=8000::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")
        .noneMatch(line -> line.startsWith("listening-ip"))
        // coturn would treat it as every address, IPv4 included.
        .noneMatch(line -> line.startsWith("denied-peer-ip=::-"));
    assertThat(turn("127.0.0.1").configuration(VALUES)).contains("listening-ip=127.0.0.1\n");
    assertThat(turn("0.0.0.0").configuration(with(Setting.TURN_RELAY_IP, "127.0.0.1")))
        .contains("relay-ip=127.0.0.1\n");
    assertThat(turn("0.0.0.0").configuration(with(Setting.TURN_RELAY_IP, "")))
        .doesNotContain("relay-ip", "external-ip");
  }

  @Test
  void theIrohRelayIsToldItsAddress() {
    assertThat(new IrohService.IrohRecipe(folder, "::").configuration(VALUES))
        .contains("http_bind_addr = \"[::]:3340\"\n");
    assertThat(new IrohService.IrohRecipe(folder, "0.0.0.0").configuration(VALUES))
        .contains("http_bind_addr = \"0.0.0.0:3340\"\n");
  }

  @Test
  void theShadowsocksServerIsToldTheUsualNameOfItsCipher() throws Exception {
    JsonNode json = new ObjectMapper().readTree(shadowsocks(true).configuration(VALUES));

    assertThat(json.path("method").asText()).isEqualTo("chacha20-ietf-poly1305");
    assertThat(json.path("server_port").asInt()).isEqualTo(8388);
    assertThat(json.path("password").asText()).isEqualTo("pa+ss==");
    assertThat(shadowsocks(true).plan(VALUES).arguments()).doesNotContain("--acl");
    assertThat(shadowsocks(false).plan(VALUES).arguments()).contains("--acl");
    assertThat(Files.readAllLines(folder.resolve("ss-server.acl")))
        .startsWith("[outbound_block_list]")
        .contains("10.0.0.0/8", "127.0.0.0/8", "::ffff:0:0/96", "::/128", "127.0.0.1");
    assertThat(mode(true)).isEqualTo("tcp_and_udp");
    assertThat(mode(false)).isEqualTo("tcp_only");
  }

  private String mode(boolean reachPrivate) throws Exception {
    return new ObjectMapper()
        .readTree(shadowsocks(reachPrivate).configuration(VALUES))
        .path("mode")
        .asText();
  }

  @Test
  void whatSomebodyLeftWhoWasKilledWhileWritingDoesNotStay() throws Exception {
    Path draft = Files.writeString(folder.resolve(".turnserver.conf.draft"), "a secret");

    turn("0.0.0.0").plan(VALUES);

    assertThat(draft).doesNotExist();
    assertThat(folder).isDirectoryNotContaining("glob:**.draft");
  }

  @Test
  void nobodyElseReadsWhatTheyAreTold() throws Exception {
    for (Recipe recipe : List.of(turn("0.0.0.0"), shadowsocks(true))) {
      Path file = Path.of(recipe.plan(VALUES).arguments().get(1));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void withoutASecretNothingIsStarted() {
    assertThatThrownBy(() -> turn("0.0.0.0").plan(with(Setting.TURN_SECRET, "")))
        .isInstanceOf(DriverFailed.class)
        .hasMessage("turn_secret is not set");
    assertThatThrownBy(() -> shadowsocks(true).plan(with(Setting.SS_PASSWORD, "")))
        .hasMessage("ss_password is not set");
  }

  /**
   * Every setting, with its user. A setting without a user fails here: it must be part of the start
   * of a service, or be named among the settings that are read on request.
   */
  @ParameterizedTest
  @EnumSource(Setting.class)
  void everySettingHasAConsumerThatLivesByIt(Setting setting) {
    boolean used =
        switch (setting.consumer()) {
          case TURN ->
              new TurnService().settings().contains(setting)
                  && !turn("0.0.0.0")
                      .configuration(other(setting))
                      .equals(turn("0.0.0.0").configuration(VALUES));
          case IROH ->
              new IrohService().settings().contains(setting)
                  && !new IrohService.IrohRecipe(folder, "::")
                      .configuration(other(setting))
                      .equals(new IrohService.IrohRecipe(folder, "::").configuration(VALUES));
          case SHADOWSOCKS ->
              new ShadowsocksService().settings().contains(setting)
                  && !shadowsocks(true)
                      .configuration(other(setting))
                      .equals(shadowsocks(true).configuration(VALUES));
          // Both are read by resources of their own: see ServicesTest.
          case TURN_CREDENTIALS -> setting == Setting.TURN_TTL;
          case IROH_ADDRESS -> setting == Setting.IROH_RELAY_URL;
          // See AdminSettingsTest and AccountsAdminTest.
          case HTTP -> setting == Setting.HTTP_PORT || setting == Setting.HTTP_LOCAL_ONLY;
          case ADMIN_PATH -> setting == Setting.ADMIN_PATH;
          case REGISTRATION -> setting == Setting.REGISTRATION_TOKEN_REQUIRED;
          // See LiveSettingsTest, which has each of them.
          case PRESENCE, TICKETS -> setting.consumer().readsEachTime();
          // Each reply marks them as not in use.
          case MAIL_HOST, HTTPS -> !setting.consumer().inUse();
        };

    assertThat(used).as("%s is used by %s", setting, setting.consumer().words()).isTrue();
    assertThat(setting.consumer().inUse())
        .isEqualTo(
            setting.consumer() != SettingUser.MAIL_HOST && setting.consumer() != SettingUser.HTTPS);
  }

  private static Map<Setting, String> other(Setting setting) {
    return with(
        setting,
        switch (setting.kind()) {
          case FLAG -> "true";
          case RELAY_PORT -> "50050";
          case PORT,
              PATH,
              SECONDS,
              HOST,
              REALM,
              ADDRESS,
              RELAY_ADDRESS,
              URL,
              CIPHER,
              SECRET,
              STATUS_LINE,
              MESSAGE,
              NAME_SHOWN,
              SIGNATURE,
              TICKETS_PER_MINUTE ->
              OTHERS.getOrDefault(setting, "");
        });
  }

  private static Map<Setting, String> with(Setting setting, String value) {
    Map<Setting, String> values = new EnumMap<>(VALUES);
    values.put(setting, value);
    return values;
  }

  private TurnService.TurnRecipe turn(String listen) {
    return new TurnService.TurnRecipe(
        folder, new TurnService.Options(listen, 50_000, 50_100, 3, 9));
  }

  private ShadowsocksService.ShadowsocksRecipe shadowsocks(boolean reachPrivate) {
    return new ShadowsocksService.ShadowsocksRecipe(
        folder, new ShadowsocksService.Options("0.0.0.0", reachPrivate));
  }
}
