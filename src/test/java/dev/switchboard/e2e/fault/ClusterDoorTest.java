package dev.switchboard.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.switchboard.config.ClusterSettings;
import dev.switchboard.config.ConfigurationRefused;
import dev.switchboard.node.Kinds;
import dev.switchboard.node.cluster.ClusterKey;
import dev.switchboard.node.cluster.ClusterNode;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.event.Logging;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever reaches the port of a node sends nothing to its actors without the cluster's key. */
class ClusterDoorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final ClusterSettings ALONE = new ClusterSettings("127.0.0.1", 0, List.of());

  private static final ClusterSettings SHARED =
      new ClusterSettings("127.0.0.1", 0, List.of(new ClusterSettings.Node("127.0.0.1", 1)));

  private static final Config WITHOUT_TLS =
      ConfigFactory.parseString("pekko.remote.artery.transport = tcp")
          .withFallback(Kinds.configuration());

  @TempDir Path folder;

  private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
  private final List<ActorSystem> systems = new ArrayList<>();

  @AfterEach
  void stop() {
    systems.forEach(ActorSystem::terminate);
  }

  @Test
  void aNodeAloneTakesNothingOfAStrangerWithoutTls() throws Exception {
    assertNothingArrivesWithoutTls(node(ALONE, "key"));
  }

  @Test
  void aNodeAloneTakesNothingOfAStrangerWithAKeyOfTheirOwn() throws Exception {
    assertNothingArrives(node(ALONE, "key"), node(SHARED, "own"));
  }

  @Test
  void aNodeAloneTakesNothingOfAnotherNodeAlone() throws Exception {
    assertNothingArrives(node(ALONE, "key"), node(ALONE, "key"));
  }

  @Test
  void aNodeOfSeveralTakesNothingOfAStrangerWithoutTls() throws Exception {
    assertNothingArrivesWithoutTls(node(SHARED, "key"));
  }

  @Test
  void aNodeOfSeveralTakesNothingOfAStrangerWithAKeyOfTheirOwn() throws Exception {
    assertNothingArrives(node(SHARED, "key"), node(SHARED, "own"));
  }

  @Test
  void aNodeOfSeveralTakesNothingOfAStrangerWithoutAKey() throws Exception {
    assertNothingArrives(node(SHARED, "key"), node(ALONE, "key"));
  }

  @Test
  void nodesWithTheSameKeyReachEachOther() throws Exception {
    ActorSystem one = node(SHARED, "key");
    ActorSystem other = node(SHARED, "key");

    send(other, one, "hello");

    assertThat(arrived.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("hello");
  }

  @Test
  void theKeyIsReadableByItsOwnerOnlyAndTheSameForAll() throws Exception {
    Path file = folder.resolve("data").resolve("cluster_key.p12");
    ClusterKey first = ClusterKey.open(file);

    assertThat(ClusterKey.open(file).certificate()).isEqualTo(first.certificate());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.draft");
  }

  @Test
  void aKeyThatOthersMayReadIsRefused() throws Exception {
    Path file = folder.resolve("cluster_key.p12");
    ClusterKey.open(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> ClusterNode.config(SHARED, file))
        .isInstanceOf(ConfigurationRefused.class)
        .hasMessageContaining("others of this machine may read it (rw-r-----)");
  }

  @Test
  void aFileThatHoldsNoKeyIsRefused() throws Exception {
    Path file =
        Files.createFile(
            folder.resolve("cluster_key.p12"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));

    assertThatThrownBy(() -> ClusterNode.config(SHARED, file))
        .isInstanceOf(ConfigurationRefused.class)
        .hasMessageContaining("the key of the cluster in " + file);
  }

  /** The stranger's own log says when the handshake has failed, before which nothing is sent. */
  private void assertNothingArrives(ActorSystem node, ActorSystem stranger) {
    var log = new LinkedBlockingQueue<Object>();
    ActorRef listener = stranger.actorOf(Props.create(Collector.class, () -> new Collector(log)));
    stranger.eventStream().subscribe(listener, Logging.Warning.class);
    send(stranger, node, "read turn_secret");
    send(stranger, node, "read tokens");
    await()
        .atMost(PATIENCE)
        .until(() -> log.stream().anyMatch(one -> failedConnection(one.toString())));
    assertThat(arrived).isEmpty();
  }

  /** To one who takes it from everybody, as a node once did, the same stranger gets through. */
  private void assertNothingArrivesWithoutTls(ActorSystem node) throws Exception {
    ActorSystem stranger = started(WITHOUT_TLS);
    ActorSystem careless = started(WITHOUT_TLS);
    send(stranger, node, "read turn_secret");
    send(stranger, careless, "read tokens");
    assertThat(arrived.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("read tokens");

    int port = (int) address(node).port().get();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      // How a connection of Pekko's remoting begins: its sign, and the stream for ordinary
      // messages.
      socket.getOutputStream().write(new byte[] {'A', 'K', 'K', 'A', 2});
      assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(32);
    }
    assertThat(arrived).isEmpty();
  }

  private static boolean failedConnection(String event) {
    return event.contains("Outbound") && event.contains("failed");
  }

  private void send(ActorSystem from, ActorSystem to, String message) {
    from.actorSelection(address(to) + "/user/admin-router").tell(message, ActorRef.noSender());
  }

  private static Address address(ActorSystem system) {
    return ((ExtendedActorSystem) system).provider().getDefaultAddress();
  }

  private ActorSystem node(ClusterSettings cluster, String key) {
    Config config =
        ClusterNode.config(cluster, folder.resolve(key)).withFallback(Kinds.configuration());
    return started(config);
  }

  private ActorSystem started(Config config) {
    // The ways of messages without what a cluster does beside, which takes time to start.
    Config remote = ConfigFactory.parseString("pekko.actor.provider = remote").withFallback(config);
    ActorSystem system = ActorSystem.create("switchboard", remote.resolve());
    system.actorOf(Props.create(Collector.class, () -> new Collector(arrived)), "admin-router");
    systems.add(system);
    return system;
  }

  private static final class Collector extends AbstractActor {
    private final BlockingQueue<Object> collected;

    Collector(BlockingQueue<Object> collected) {
      this.collected = collected;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder().matchAny(collected::add).build();
    }
  }
}
