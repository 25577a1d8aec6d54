package dev.switchboard.cli;

import dev.switchboard.config.ConfigurationRefused;
import dev.switchboard.node.CommandFailed;
import dev.switchboard.storage.NewerData;
import dev.switchboard.storage.StorageAbandoned;
import dev.switchboard.storage.StorageException;
import java.io.PrintWriter;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the failure of a command to a person. */
final class Failure {
  private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

  private Failure() {}

  /** Prints expected failures as lines, logs all others, and gives the exit code. */
  static int report(Throwable failure, PrintWriter err) {
    Throwable cause = bare(failure);
    return switch (cause) {
      case ConfigurationRefused refused -> {
        refused.findings().forEach(configProblem -> err.println(configProblem.line()));
        err.flush();
        yield ExitCode.CONFIGURATION;
      }
      // The person who ended the process knows the reason.
      case StorageAbandoned _ -> ExitCode.FAILED;
      case NewerData refused -> said(refused, err, ExitCode.CONFIGURATION);
      case StorageException refused -> said(refused, err, ExitCode.FAILED);
      case CommandFailed failed -> said(failed, err, ExitCode.FAILED);
      default -> {
        LOG.error("Stopped by an error that nobody foresaw; please report it.", cause);
        yield ExitCode.FAILED;
      }
    };
  }

  private static int said(RuntimeException failure, PrintWriter err, int code) {
    err.println(failure.getMessage());
    err.flush();
    return code;
  }

  private static Throwable bare(Throwable failure) {
    Throwable bare = failure;
    while ((bare instanceof CompletionException || bare instanceof ExecutionException)
        && bare.getCause() != null) {
      bare = bare.getCause();
    }
    return bare;
  }
}
