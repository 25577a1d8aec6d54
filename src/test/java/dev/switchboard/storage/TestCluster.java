package dev.switchboard.storage;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.switchboard.node.Kinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** Nodes of a cluster in this process, which speak to each other over sockets. For tests. */
public final class TestCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A node with the settings of one alone takes no connection of others. */
  private static final Config CONFIG =
      ConfigFactory.parseString("pekko.remote.artery.transport = tcp")
          .withFallback(Kinds.configuration());

  private final List<ActorTestKit> nodes = new ArrayList<>();

  /** Joined, and known to each other. */
  public TestCluster(int size) {
    for (int number = 0; number < size; number++) {
      nodes.add(ActorTestKit.create("switchboard", CONFIG));
      Cluster cluster = Cluster.get(nodes.getLast().system());
      cluster.manager().tell(Join.create(address(0)));
    }
    for (ActorTestKit node : nodes) {
      await().atMost(PATIENCE).until(() -> up(node) == size);
    }
  }

  private static long up(ActorTestKit node) {
    List<MemberStatus> members = new ArrayList<>();
    Cluster.get(node.system()).state().getMembers().forEach(member -> members.add(member.status()));
    return members.stream().filter(MemberStatus.up()::equals).count();
  }

  public ActorTestKit node(int number) {
    return nodes.get(number);
  }

  /** As {@code host:port}. */
  public String name(int number) {
    Address address = address(number);
    return address.getHost().orElseThrow() + ":" + address.getPort().orElseThrow();
  }

  private Address address(int number) {
    return Cluster.get(nodes.get(number).system()).selfMember().address();
  }

  @Override
  public void close() {
    nodes.forEach(ActorTestKit::shutdownTestKit);
  }
}
