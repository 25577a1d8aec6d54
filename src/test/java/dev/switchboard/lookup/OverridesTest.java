package dev.switchboard.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.lookup.Overrides.Event;
import dev.switchboard.lookup.Overrides.NameOverride;
import dev.switchboard.lookup.Overrides.Outcome;
import dev.switchboard.storage.GoldenFiles;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverridesTest {
  @RegisterExtension static final GoldenFiles FILES = new GoldenFiles();

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final NameOverride ENTRY = new NameOverride("example.com", "127.0.0.1", "");

  @ParameterizedTest
  @CsvSource({
    "Example.COM,example.com",
    "example.com.,example.com",
    "' example.com ',example.com",
    "bücher.example,xn--bcher-kva.example",
    "_srv.example,_srv.example",
    "localhost,localhost"
  })
  void namesOfHostsAreNormalised(String written, String expected) {
    assertThat(HostName.of(written)).hasValue(expected);
    assertThat(HostName.orAddress(written)).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a..b",
        "-a.example",
        "a-.example",
        "a b",
        "a/b",
        "a:80",
        "http://a",
        "a\u0000",
        "127.0.0.1",
        "::1",
        "[::1]",
        "user@a"
      })
  void otherTextsAreNoNamesOfHosts(String written) {
    assertThat(HostName.of(written)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1,127.0.0.1", "[::1],0:0:0:0:0:0:0:1", "2001:DB8::1,2001:db8:0:0:0:0:0:1"})
  void aTargetMayBeAnAddress(String written, String expected) {
    assertThat(HostName.orAddress(written)).hasValue(expected);
  }

  @Test
  void aHostIsFoundHoweverItIsWritten() {
    Overrides overrides = Overrides.NONE.apply(new Event.Put(ENTRY, "root", NOW));

    assertThat(overrides.targetOf("EXAMPLE.com.")).hasValue("127.0.0.1");
    assertThat(overrides.targetOf("www.example.com")).isEmpty();
    assertThat(overrides.targetOf("127.0.0.1")).isEmpty();
    assertThat(overrides.apply(new Event.Dropped("example.com", "root", NOW)))
        .isEqualTo(Overrides.NONE);
  }

  @Test
  void onlyWhatChangesSomethingHappens() {
    Overrides overrides = Overrides.NONE.apply(new Event.Put(ENTRY, "root", NOW));

    assertThat(overrides.wouldPut(ENTRY)).isEqualTo(Outcome.NOTHING);
    assertThat(overrides.wouldPut(new NameOverride("example.com", "::1", "new")))
        .isEqualTo(Outcome.DONE);
    assertThat(overrides.wouldDrop("example.com")).isEqualTo(Outcome.DONE);
    assertThat(overrides.wouldDrop("example.org")).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void theirNumberIsBounded() {
    Map<String, NameOverride> entries =
        IntStream.range(0, Overrides.MOST)
            .mapToObj(i -> new NameOverride("h" + i, "127.0.0.1", ""))
            .collect(Collectors.toMap(NameOverride::host, nameOverride -> nameOverride));
    Overrides full = new Overrides(entries);

    assertThat(full.wouldPut(ENTRY)).isEqualTo(Outcome.TOO_MANY);
    assertThat(full.wouldPut(new NameOverride("h1", "127.0.0.2", ""))).isEqualTo(Outcome.DONE);
  }

  @Test
  void theJournalIsReadAsItWasWritten() {
    FILES.assertSame(
        new Event.Put(new NameOverride("example.com", "127.0.0.1", "why"), "root", NOW),
        "name-override-put");
    FILES.assertSame(new Event.Dropped("example.com", "root", NOW), "name-override-dropped");
  }
}
