package dev.switchboard.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.share.Shares.Event;
import dev.switchboard.share.Shares.Outcome;
import dev.switchboard.share.Shares.Share;
import dev.switchboard.storage.GoldenFiles;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharesTest {
  @RegisterExtension static final GoldenFiles FILES = new GoldenFiles();

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Share SHARE = new Share("sam", "https://example.org/sam", "Sam");

  @ParameterizedTest
  @CsvSource({"Sam,sam", "' sam ',sam", "a-b_c,a-b_c", "007,007"})
  void aSlugIsInLowerCase(String written, String expected) {
    assertThat(Slug.of(written)).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "ab", "-abc", "_abc", "a b c", "a/b", "a.b", "söm", "api", "API", "new", "share",
        "files", "metrics", "admin", "panel", "assets", "../x", "a%2fb", "abc\n1"
      })
  void whatIsAPageOfOursOrNoPathIsNoSlug(String written) {
    assertThat(Slug.of(written)).isEmpty();
  }

  @Test
  void aRandomSlugIsOne() {
    String slug = Slug.random();

    assertThat(slug).hasSize(8);
    assertThat(Slug.of(slug)).hasValue(slug);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.org/a?b=c#d",
        "HTTPS://example.org",
        "openpgp4fpr:0123456789ABCDEF0123456789ABCDEF01234567#a=b",
        "mailto:sam@example.org",
        "xmpp:sam@example.org",
        "matrix:u/sam:example.org",
        "https://discord.gg/abc",
        "tel:+4930123"
      })
  void aLinkLeadsToAPerson(String written) {
    assertThat(SharedLink.of(written)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.org",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "http://example.org",
        "https:",
        "https:/",
        "https://",
        "https://user:secret@example.org",
        "https://a b",
        "https://example.org/\u0000",
        "https://example.org/\u202egro.live",
        "mailto:a\u2066@example.org",
        "xmpp:a\u200b@example.org",
        "xmpp:a\u00a0b@example.org",
        "xmpp:\ud83d@example.org",
        "blob:https://example.org/1",
        ":x"
      })
  void nothingElseIsALink(String written) {
    assertThat(SharedLink.of(written)).isEmpty();
    assertThat(SharedLink.of("https://example.org/" + "a".repeat(1_500))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Sam",
        "J\u00fcrgen \u2013 O'Neil",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\ud83d\udc68\u200d\ud83d\udc69"
      })
  void aNameIsALine(String written) {
    assertThat(ShareName.of(" " + written + " ")).hasValue(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nb",
        "a\u0000b",
        "a\u202eb",
        "a\u2067b",
        "a\u200fb",
        "a\u061cb",
        "a\u2028b",
        "a\ufeffb",
        "a\u200bb",
        "a\ud83db",
        "a\ue000b"
      })
  void nothingInANameMisleads(String written) {
    assertThat(ShareName.of(written)).isEmpty();
  }

  @Test
  void aSlugIsTakenOnceAndFreeAgainAfterIt() {
    Shares shares = Shares.NONE.apply(new Event.Created(SHARE, "root", NOW));

    assertThat(shares.wouldCreate(SHARE, "root")).isEqualTo(Outcome.TAKEN);
    assertThat(shares.find("sam")).hasValue(SHARE);
    assertThat(shares.wouldDelete("sam")).isEqualTo(Outcome.DONE);
    assertThat(shares.wouldDelete("kim")).isEqualTo(Outcome.UNKNOWN);
    Shares after = shares.apply(new Event.Deleted("sam", "root", NOW));
    assertThat(after.wouldCreate(SHARE, "root")).isEqualTo(Outcome.DONE);
    assertThat(after).isEqualTo(Shares.NONE);
  }

  @Test
  void onlyWhatIsGivenOfAShareChanges() {
    Shares shares = Shares.NONE.apply(new Event.Created(SHARE, "root", NOW));

    assertThat(shares.updated("sam", Optional.of("https://other.example"), Optional.empty()))
        .hasValue(new Share("sam", "https://other.example", "Sam"));
    assertThat(shares.updated("sam", Optional.empty(), Optional.of("")))
        .hasValue(new Share("sam", "https://example.org/sam", ""));
    assertThat(shares.updated("kim", Optional.empty(), Optional.of("Kim"))).isEmpty();
  }

  @Test
  void theyAreListedPageByPage() {
    Shares shares = Shares.NONE;
    for (int i = 0; i < 10; i++) {
      shares =
          shares.apply(new Event.Created(new Share("s-" + i, "https://a.example", ""), "x", NOW));
    }

    assertThat(shares.after("", 3))
        .extracting(ownedShare -> ownedShare.share().slug())
        .containsExactly("s-0", "s-1", "s-2");
    assertThat(shares.after("s-8", 3))
        .extracting(ownedShare -> ownedShare.share().slug())
        .containsExactly("s-9");
    assertThat(shares.after("s-9", 3)).isEmpty();
  }

  @Test
  void theFormLeavesRoomForAdministrators() {
    Shares shares = Shares.NONE;
    for (int i = 0; i < Shares.MOST_BY_FORM; i++) {
      assertThat(shares.wouldCreate(numbered(i), Shares.FORM)).isEqualTo(Outcome.DONE);
      shares = shares.apply(new Event.Created(numbered(i), Shares.FORM, NOW));
    }
    // What an administrator changes of one is still not the administrator's.
    shares = shares.apply(new Event.Updated(numbered(0), "root", NOW));

    assertThat(shares.wouldCreate(SHARE, Shares.FORM)).isEqualTo(Outcome.TOO_MANY);
    assertThat(shares.wouldCreate(SHARE, "root")).isEqualTo(Outcome.DONE);
    shares = shares.apply(new Event.Created(SHARE, "root", NOW));
    Shares cleared = shares.apply(new Event.Cleared(Shares.FORM, "root", NOW));
    assertThat(cleared.after("", 10)).containsExactly(new Shares.OwnedShare(SHARE, "root"));
    assertThat(cleared.wouldCreate(numbered(0), Shares.FORM)).isEqualTo(Outcome.DONE);
    for (int i = Shares.MOST_BY_FORM + 1; i < Shares.MOST; i++) {
      shares = shares.apply(new Event.Created(numbered(i), "root", NOW));
    }
    assertThat(shares.wouldCreate(numbered(Shares.MOST), "root")).isEqualTo(Outcome.TOO_MANY);
  }

  @Test
  void whatWasMadeWithTheFormOfAnEarlierVersionIsTheForms() {
    Shares made = Shares.NONE.apply(new Event.Created(SHARE, "form", NOW));
    Shares kept = new Shares.Snapshot(List.of(new Shares.OwnedShare(SHARE, "form"))).restored();

    assertThat(List.of(made, kept))
        .allSatisfy(shares -> {
          assertThat(shares.after("", 1))
              .containsExactly(new Shares.OwnedShare(SHARE, Shares.FORM));
          assertThat(shares.apply(new Event.Cleared(Shares.FORM, "root", NOW)))
              .isEqualTo(Shares.NONE);
        });
  }

  private static Share numbered(int i) {
    return new Share("s-" + i, "https://a.example", "");
  }

  @Test
  void aSnapshotHasThemAll() {
    Shares shares =
        Shares.NONE
            .apply(new Event.Created(SHARE, "root", NOW))
            .apply(new Event.Created(numbered(1), Shares.FORM, NOW));

    assertThat(new Shares.Snapshot(List.copyOf(shares.bySlug().values())).restored())
        .isEqualTo(shares);
  }

  @Test
  void theJournalIsReadAsItWasWritten() {
    FILES.assertSame(new Event.Created(SHARE, "root", NOW), "share-created");
    FILES.assertSame(new Event.Updated(SHARE, "root", NOW), "share-updated");
    FILES.assertSame(new Event.Deleted("sam", "root", NOW), "share-deleted");
    FILES.assertSame(new Event.Cleared(Shares.FORM, "root", NOW), "share-cleared");
    FILES.assertSame(
        new Shares.Snapshot(List.of(new Shares.OwnedShare(SHARE, Shares.FORM))), "share-state");
  }
}
