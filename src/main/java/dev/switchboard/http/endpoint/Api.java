package dev.switchboard.http.endpoint;

import dev.switchboard.access.AuditLog;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The REST API when the product is at work: its operations with all layers.
 *
 * @param publicUrl the address at which people reach this server
 */
public record Api(Credentials credentials, AuditLog audit, Optional<URI> publicUrl, Clock clock) {
  /** Requests of a session in a minute. */
  static final int OF_SESSION = 600;

  /** Requests of an API key in a minute. */
  static final int OF_KEY = 100;

  /** The operations behind these layers. */
  public Endpoints serving(List<Endpoint> endpoints) {
    return serving(endpoints, System::nanoTime);
  }

  /**
   * @param nanos the time by which rates are counted, as {@link System#nanoTime}
   */
  Endpoints serving(List<Endpoint> endpoints, LongSupplier nanos) {
    return new Endpoints(
        endpoints,
        new Gate(
            credentials,
            new SessionCookie(publicUrl),
            new SameOrigin(publicUrl),
            publicUrl.filter(url -> "https".equals(url.getScheme())).isPresent(),
            new RateLimit("session", OF_SESSION, nanos),
            new RateLimit("key", OF_KEY, nanos),
            clock),
        new ApiAudit(audit, clock));
  }
}
