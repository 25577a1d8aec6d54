package dev.switchboard.node.cluster;

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
 * TLS between nodes: both sides must present the certificate of the {@link ClusterKey}. A node
 * without a key, such as a single node, accepts no connection at all: anybody who can send messages
 * to its actors could run calls of administrators. Created by Pekko through its class name.
 * Thread-safe.
 */
public final class ClusterTls implements SSLEngineProvider {
  /**
   * The key of the actor system's configuration that names the file of the cluster key. An empty
   * value means no key.
   */
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

  /** The handshake has already checked it. */
  @Override
  public Option<Throwable> verifyClientSession(String host, SSLSession session) {
    return Option.empty();
  }

  /** Host names are not checked: everybody with the key is a node of this cluster. */
  @Override
  public Option<Throwable> verifyServerSession(String host, SSLSession session) {
    return Option.empty();
  }

  /** Trusts exactly one certificate, or none. Authorities and names do not count. */
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
