package dev.switchboard.access.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.access.session.Session.Event;
import dev.switchboard.entity.Decision;
import dev.switchboard.entity.Kind;
import dev.switchboard.node.Kinds;
import dev.switchboard.storage.GoldenFiles;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTest {
  @RegisterExtension static final GoldenFiles FILES = new GoldenFiles();

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Duration IDLE = Duration.ofMinutes(30);
  private static final Instant END = NOW.plus(Duration.ofHours(12));
  private static final Holder ANNA = new Holder.DiscordUser(5, "Anna", Optional.of("a1b2"));
  private static final Client DESKTOP = new Client("192.0.2.1", "Firefox");
  private static final Client PHONE = new Client("2001:db8::7", "Safari");
  private static final Session.Open OPEN = new Session.Open(ANNA, DESKTOP, NOW, IDLE, END);
  private static final LiveSession OPENED =
      new LiveSession(ANNA, NOW, DESKTOP, NOW, DESKTOP, IDLE, END);
  private static final Session ABSENT = new Session.Absent();
  private static final Session LIVE = new Session.Live(OPENED);
  private static final Session ENDED =
      new Session.Ended(Ending.LOGGED_OUT, Optional.of("5 (Anna)"), NOW);

  @Test
  void aSessionIsOpenedOnce() {
    assertThat(after(ABSENT, OPEN)).isEqualTo(LIVE);
    assertThat(OPEN.decide(ABSENT).reply()).isTrue();
    assertThat(OPEN.decide(LIVE)).isEqualTo(Decision.reply(false));
    assertThat(OPEN.decide(ENDED)).isEqualTo(Decision.reply(false));
  }

  @ParameterizedTest
  @CsvSource({"0,0", "59,0", "60,1", "61,1", "1799,1"})
  void aUseIsStoredOnceInAMinute(int seconds, int events) {
    Instant at = NOW.plusSeconds(seconds);
    Decision<Event, Optional<LiveSession>> decision = new Session.Use(PHONE, at).decide(LIVE);

    assertThat(decision.events()).hasSize(events);
    assertThat(decision.reply()).hasValue(events == 0 ? OPENED : OPENED.usedBy(PHONE, at));
    assertThat(after(LIVE, new Session.Use(PHONE, at)))
        .isEqualTo(new Session.Live(decision.reply().orElseThrow()));
  }

  /** The last use was after so many minutes, and now it is so many. */
  @ParameterizedTest
  @CsvSource({
    "0, 29, true",
    "0, 30, false",
    "29, 58, true",
    "29, 59, false",
    "715, 719, true",
    "715, 720, false"
  })
  void aSessionEndsWhenItIsIdleForTooLongOrTooOld(int used, int now, boolean live) {
    Session session = new Session.Live(OPENED.usedBy(PHONE, NOW.plus(Duration.ofMinutes(used))));
    Instant at = NOW.plus(Duration.ofMinutes(now));
    Session.Use use = new Session.Use(DESKTOP, at);

    assertThat(use.decide(session).reply().isPresent()).isEqualTo(live);
    if (!live) {
      assertThat(after(session, use))
          .isEqualTo(new Session.Ended(Ending.EXPIRED, Optional.empty(), at));
    }
  }

  @Test
  void whatIsAbsentOrEndedOpensNothingAndStoresNothing() {
    for (Session session : List.of(ABSENT, ENDED)) {
      assertThat(new Session.Use(PHONE, NOW).decide(session))
          .isEqualTo(Decision.reply(Optional.empty()));
      assertThat(new Session.End(Ending.LOGGED_OUT, Optional.empty(), NOW).decide(session))
          .isEqualTo(Decision.reply(false));
    }
  }

  @Test
  void theEndSaysWhyAndByWhom() {
    Session.End end =
        new Session.End(Ending.ENDED_BY_ADMINISTRATOR, Optional.of("root"), NOW.plusSeconds(1));

    assertThat(end.decide(LIVE).reply()).isTrue();
    assertThat(after(LIVE, end))
        .isEqualTo(
            new Session.Ended(
                Ending.ENDED_BY_ADMINISTRATOR, Optional.of("root"), NOW.plusSeconds(1)));
  }

  @Test
  void whatHasExpiredIsEndedByNobody() {
    Session.End end = new Session.End(Ending.LOGGED_OUT, Optional.of("5 (Anna)"), END);

    assertThat(end.decide(LIVE).reply()).isFalse();
    assertThat(after(LIVE, end))
        .isEqualTo(new Session.Ended(Ending.EXPIRED, Optional.empty(), END));
  }

  @Test
  void longTextsOfAClientAreCut() {
    Client client = new Client("f".repeat(100), "M\u0000".repeat(200));

    assertThat(client.address()).hasSize(64);
    assertThat(client.device()).hasSize(200).startsWith("M\uFFFDM");
  }

  @Test
  void aHolderIsKnownByWhatDoesNotChange() {
    assertThat(ANNA.key()).isEqualTo("discord:5");
    assertThat(new Holder.LocalAccount("sam").key()).isEqualTo("account:sam");
  }

  @Test
  void aSessionLastsForFiveMinutesAtLeast() {
    assertThat(new ShardedSessions.Terms(Duration.ofMinutes(5), Duration.ofMinutes(5))).isNotNull();
    assertThatThrownBy(() -> new ShardedSessions.Terms(Duration.ofMinutes(4), Duration.ofHours(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new ShardedSessions.Terms(Duration.ofMinutes(9), Duration.ofMinutes(8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theJournalIsReadAsItWasWritten() {
    FILES.assertSame(new Event.Opened(ANNA, DESKTOP, NOW, IDLE, END), "session-opened");
    FILES.assertSame(
        new Event.Opened(new Holder.LocalAccount("sam"), PHONE, NOW, IDLE, END),
        "session-opened-by-account");
    FILES.assertSame(
        new Event.Opened(new Holder.LocalAccount("sam", Optional.of(NOW)), PHONE, NOW, IDLE, END),
        "session-opened-by-account-since");
    FILES.assertSame(
        new Event.Ended(Ending.ACCOUNT_CHANGED, Optional.empty(), NOW), "session-ended-by-account");
    FILES.assertSame(new Event.Used(PHONE, NOW), "session-used");
    FILES.assertSame(
        new Event.Ended(Ending.LOGGED_OUT, Optional.of("5 (Anna)"), NOW), "session-ended");
    FILES.assertSame(LIVE, "session-state-live");
    FILES.assertSame(ENDED, "session-state-ended");
  }

  @Test
  void whatGoesBetweenNodesComesOutAsItWentIn() {
    ActorTestKit kit =
        ActorTestKit.create(
            "nodes",
            ConfigFactory.parseString(
                    """
                    pekko.cluster.jmx.enabled = off
                    pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                    """)
                .withFallback(Kinds.configuration()));
    try {
      List.of(
              OPEN,
              new Session.Use(PHONE, NOW),
              new Session.End(Ending.REPLACED, Optional.empty(), NOW),
              new Session.Look(),
              ABSENT,
              LIVE,
              ENDED,
              Optional.of(OPENED),
              Optional.of(
                  new LiveSession(
                      new Holder.LocalAccount("sam"), NOW, PHONE, NOW, PHONE, IDLE, END)))
          .forEach(message -> kit.serializationTestKit().verifySerialization(message, true));
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static <R> Session after(Session session, Kind.Command<Session, Event, R> command) {
    Session changed = session;
    for (Event event : command.decide(session).events()) {
      changed = SessionEntity.KIND.apply(changed, event);
    }
    return changed;
  }
}
