package dev.switchboard.config;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * The process was told something wrong and cannot start until a person corrects it. Trying again
 * would not help: what is only out of reach is no reason for this.
 */
public final class ConfigurationRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<ConfigProblem> findings;

  /**
   * Refuses for everything that was found.
   *
   * @param findings at least one
   */
  public ConfigurationRefused(List<ConfigProblem> findings) {
    // An expected outcome: nobody reads its stack trace.
    super(findings.stream().map(ConfigProblem::line).collect(joining("\n")), null, false, false);
    this.findings = List.copyOf(findings);
  }

  /** All that was found, in the order in which it should be read. */
  public List<ConfigProblem> findings() {
    return findings;
  }
}
