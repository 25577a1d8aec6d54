package dev.switchboard.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.access.TokenFile;
import dev.switchboard.e2e.stage.AdminCaller;
import dev.switchboard.e2e.stage.Mutation;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The admin RPC answers whatever is sent to it with a well-formed envelope. */
class MutatedEnvelopesTest {
  private static final int ENVELOPES = 10_000;

  private static final int SENDERS = 4;

  /** After so many a sender goes on from another address: mutated tokens lock one. */
  private static final int FROM_ONE_ADDRESS = 5;

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  @Test
  void whateverIsSentAnEnvelopeComesBack() throws Exception {
    Map<String, String> open =
        Map.of(
            "switchboard.http.sharing", "on",
            "switchboard.admin.account-creation", "on",
            "switchboard.http.trusted-proxies", "127.0.0.0/8");
    try (RunningProduct product = RunningProduct.start(data, DATABASE.settings(), open);
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
      long seed = new Random().nextLong();
      String token = TokenFile.show(data.resolve("admin_token"));
      List<Callable<Void>> all = new ArrayList<>();
      for (int sender = 1; sender <= SENDERS; sender++) {
        AdminCaller caller = new AdminCaller(product.port(), token, "127.0.0." + sender);
        long own = seed + sender;
        all.add(() -> {
          try (caller) {
            sendMutated(caller, sound(token), own);
          }
          return null;
        });
      }
      for (Future<Void> sent : senders.invokeAll(all)) {
        sent.get();
      }
    }
    assertThat(summaries()).as("what was refused beyond the cap is counted").isPositive();
  }

  private static long summaries() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "select count(*) from audit_log where detail like '%\"left_out\":%' and caller"
                        + " = ''")
                .mapTo(Long.class)
                .one());
  }

  private static void sendMutated(AdminCaller caller, List<String> sound, long seed)
      throws Exception {
    RandomGenerator random = new Random(seed);
    for (int i = 0; i < ENVELOPES / SENDERS; i++) {
      if (i % FROM_ONE_ADDRESS == 0) {
        int subnet = i / FROM_ONE_ADDRESS;
        caller.forwarding("2001:db8:%x:%x::1".formatted(seed & 0xFFFF, subnet));
        assertThat(caller.get("/admin/status").path("status").asInt()).isEqualTo(200);
      }
      byte[] request = new Mutation(random).of(sound.get(random.nextInt(sound.size())));
      try {
        caller.send(request);
      } catch (AssertionError broken) {
        throw new AssertionError(
            "seed %d, request %d: %s"
                .formatted(seed, i, new String(request, StandardCharsets.UTF_8)),
            broken);
      }
    }
    caller.forwarding("192.0.2.1");
    assertThat(caller.get("/admin/status").path("status").asInt()).isEqualTo(200);
  }

  private static List<String> sound(String token) {
    return Stream.of(
            "GET|/admin/status|{}",
            "POST|/admin/tokens|{\"name\":\"fuzz\",\"scopes\":[\"read\"]}",
            "DELETE|/admin/tokens|{\"name\":\"fuzz\"}",
            "POST|/admin/settings/smtp_port|{\"action\":\"set\",\"value\":\"2525\"}",
            "POST|/admin/registration|{\"action\":\"open\"}",
            "GET|/admin/settings|{}",
            "GET|/admin/audit|{\"limit\":3,\"before\":9}",
            "POST|/admin/accounts|{}",
            "DELETE|/admin/accounts|{\"username\":\"fuzz@example.org\"}",
            "POST|/admin/blocklist|{\"username\":\"fuzz@example.org\",\"reason\":\"abuse\"}",
            "DELETE|/admin/blocklist|{\"username\":\"fuzz@example.org\"}",
            "GET|/admin/quota|{\"username\":\"fuzz@example.org\"}",
            "PUT|/admin/quota|{\"username\":\"fuzz@example.org\",\"max_bytes\":1073741824}",
            "PUT|/admin/quota|{\"max_bytes\":1073741824}",
            "POST|/admin/queue|{\"action\":\"purge_user\",\"username\":\"discord-123456789012345678\",\"dry_run\":true}",
            "POST|/admin/queue|{\"action\":\"purge_read\"}",
            "POST|/admin/shares|{\"slug\":\"fuzz\",\"url\":\"https://example.org/\",\"name\":\"Fuzz\"}",
            "PUT|/admin/shares|{\"slug\":\"fuzz\",\"url\":\"mailto:fuzz@example.org\"}",
            "DELETE|/admin/shares|{\"slug\":\"fuzz\"}",
            "POST|/admin/dns|{\"lookup_key\":\"fuzz.example\",\"target_host\":\"192.0.2.1\",\"comment\":\"c\"}",
            "DELETE|/admin/dns|{\"lookup_key\":\"fuzz.example\"}")
        .map(one -> one.split("\\|", 3))
        .map(part ->
            "{\"method\":\"%s\",\"resource\":\"%s\",\"headers\":{\"Authorization\":\"Bearer %s\"},\"body\":%s}"
                .formatted(part[0], part[1], token, part[2]))
        .toList();
  }
}
