package dev.switchboard.config;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * The configuration is wrong, and the process cannot start until a person corrects it. Not used for
 * anything that is only unreachable, for which another attempt can help.
 */
public final class ConfigurationRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<ConfigProblem> findings;

  /**
   * A refusal for all problems that were found.
   *
   * @param findings at least one
   */
  public ConfigurationRefused(List<ConfigProblem> findings) {
    // An expected outcome: its stack trace is never read.
    super(findings.stream().map(ConfigProblem::line).collect(joining("\n")), null, false, false);
    this.findings = List.copyOf(findings);
  }

  /** All problems, in the order in which they should be read. */
  public List<ConfigProblem> findings() {
    return findings;
  }
}
