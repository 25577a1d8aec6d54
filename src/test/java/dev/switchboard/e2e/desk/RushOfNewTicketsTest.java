package dev.switchboard.e2e.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Many members write for the first time at once. */
class RushOfNewTicketsTest {
  private static final int NEWCOMERS = 40;
  private static final String HISTORY = "GET /channels/{channel}/messages";
  private static final String CHANNEL = "POST /guilds/{guild}/channels";
  private static final String POST = "POST /channels/{channel}/messages";

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  /**
   * Discord's limits are for all calls together: a call more for each ticket is a fifth of the time
   * that a rush takes. A channel that was just made has no history to be read.
   */
  @Test
  void noHistoryOfANewChannelIsRead() {
    try (RunningProduct product =
        RunningProduct.start(
            data,
            DATABASE.settings(),
            Map.of("switchboard.ticket.new-tickets-per-minute", "10000"))) {
      SandboxClient discord = product.sandbox().client();
      long guild = product.sandbox().world().communityGuild();
      long[] members =
          IntStream.range(0, NEWCOMERS)
              .mapToLong(n -> discord.createUser("member" + n, Duration.ofDays(365), guild))
              .toArray();
      discord.clearRequests();

      LongStream.of(members).forEach(member -> discord.sendDm(member, "hello"));

      await()
          .atMost(RunningProduct.PATIENCE)
          .until(() -> discord.requestCounts().getOrDefault(POST, 0L) >= 2L * NEWCOMERS);
      // A machine that stalls may run into Discord's limit; such a call has no effect.
      assertThat(product.settledCalls()).doesNotContainKey(HISTORY);
      assertThat(product.ticketChannels()).as("%s", discord.requests()).hasSize(NEWCOMERS);
      assertThat(discord.requests())
          .filteredOn(request -> request.path("route").asText().equals(CHANNEL))
          .filteredOn(request -> request.path("status").asInt() != 429)
          .hasSize(NEWCOMERS);
    }
  }
}
