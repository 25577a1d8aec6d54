package dev.switchboard.node;

import com.typesafe.config.Config;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import scala.Option;

/**
 * How nodes speak with each other: both sides show the certificate of the {@link ClusterKey}, or
 * nothing is said. A node without a key, as one alone has none, takes no connection at all: what
 * can send messages to its actors could run calls of administrators. Made by Pekko, by its class
 * name. Thread-safe.
 */
public final class ClusterTls implements SSLEngineProvider {
  /** Where the configuration of the actor system names the file with the key; empty: none. */
  static final String KEY_FILE = "pekko.remote.artery.ssl.cluster-key-file";

  private static final String[] PROTOCOLS = {"TLSv1.3"};

  private final SSLContext context;

  public ClusterTls(ActorSystem system) {
    this(system.settings().config());
  }

  private ClusterTls(Config config) {
    String file = config.getString(KEY_FILE);
    try {
      context =
          context(file.isEmpty() ? Optional.empty() : Optional.of(ClusterKey.read(Path.of(file))));
    } catch (IOException | GeneralSecurityException unusable) {
      throw new IllegalStateException(
          "the cluster's key in %s: %s".formatted(file, unusable.getMessage()), unusable);
    }
  }

  private static SSLContext context(Optional<ClusterKey> key) throws GeneralSecurityException {
    KeyManager[] own = {};
    if (key.isPresent()) {
      KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
      keys.init(key.get().store(), key.get().password());
      own = keys.getKeyManagers();
    }
    SSLContext made = SSLContext.getInstance("TLS");
    made.init(own, new TrustManager[] {new Fellows(key.map(ClusterKey::certificate))}, null);
    return made;
  }

  @Override
  public SSLEngine createServerSSLEngine(String host, int port) {
    SSLEngine engine = engine(host, port);
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(true);
    return engine;
  }

  @Override
  public SSLEngine createClientSSLEngine(String host, int port) {
    SSLEngine engine = engine(host, port);
    engine.setUseClientMode(true);
    return engine;
  }

  private SSLEngine engine(String host, int port) {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setEnabledProtocols(PROTOCOLS);
    return engine;
  }

  /** The handshake has seen to it. */
  @Override
  public Option<Throwable> verifyClientSession(String host, SSLSession session) {
    return Option.empty();
  }

  /** Names of hosts say nothing here: whoever has the key is a node of this cluster. */
  @Override
  public Option<Throwable> verifyServerSession(String host, SSLSession session) {
    return Option.empty();
  }

  /** Trusts the one certificate, whatever authorities and names say; or nobody. */
  private static final class Fellows extends X509ExtendedTrustManager {
    private final Optional<X509Certificate> fellow;

    Fellows(Optional<X509Certificate> fellow) {
      this.fellow = fellow;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
      if (chain.length != 1 || fellow.filter(chain[0]::equals).isEmpty()) {
        throw new CertificateException("no node of this cluster");
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
