package dev.switchboard.service.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of processes on this machine, as Linux shows them under {@code /proc} (proc(5)). They
 * give the real number of clients of a service, whatever its program reports.
 */
public record Sockets(Path proc) {
  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

  /** The state TCP_ESTABLISHED of the kernel's tcp_states.h. */
  private static final String ESTABLISHED = "01";

  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)\\]");

  /** The sockets of this machine. */
  public static final Sockets OF_THIS_MACHINE = new Sockets(Path.of("/proc"));

  /**
   * A socket.
   *
   * @param peer the address at the other end, in the kernel's notation
   * @param inode the number with which a process refers to the socket
   */
  private record One(int port, String peer, String state, String inode) {}

  /** The number of connections, and the number of addresses from which they come. */
  public record Connections(int number, int addresses) {}

  /** The connections that processes have accepted at a port. */
  public Connections at(int port, Stream<ProcessHandle> processes) throws IOException {
    Set<String> theirs = inodes(processes);
    List<One> open =
        listed("tcp", "tcp6")
            .filter(one -> one.port() == port && one.state().equals(ESTABLISHED))
            .filter(one -> theirs.contains(one.inode()))
            .toList();
    return new Connections(open.size(), (int) open.stream().map(One::peer).distinct().count());
  }

  /** The number of UDP ports of a range that processes have open. */
  public int datagramsWithin(int first, int last, Stream<ProcessHandle> processes)
      throws IOException {
    Set<String> theirs = inodes(processes);
    return (int)
        listed("udp", "udp6")
            .filter(one -> first <= one.port() && one.port() <= last)
            .filter(one -> theirs.contains(one.inode()))
            .count();
  }

  private Set<String> inodes(Stream<ProcessHandle> processes) {
    Set<String> inodes = new HashSet<>();
    processes.forEach(process -> {
      Path folder = proc.resolve(Long.toString(process.pid())).resolve("fd");
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          Matcher socket = SOCKET.matcher(target(file));
          if (socket.matches()) {
            inodes.add(socket.group(1));
          }
        }
      } catch (IOException | DirectoryIteratorException gone) {
        LOG.debug("{} has ended, and has no sockets: {}", process.pid(), gone.toString());
      }
    });
    return inodes;
  }

  /** The target of a link; nothing if it was closed meanwhile. */
  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException closed) {
      return "";
    }
  }

  private Stream<One> listed(String... tables) throws IOException {
    Stream<One> all = Stream.empty();
    for (String table : tables) {
      Path file = proc.resolve("net").resolve(table);
      if (Files.isReadable(file)) {
        List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
        all = Stream.concat(all, lines.stream().skip(1).map(Sockets::one));
      }
    }
    return all;
  }

  /**
   * Parses a line: number, local address, remote address, state, and the inode in the tenth column.
   */
  private static One one(String line) {
    String[] columns = line.strip().split("\\s+", -1);
    String local = columns[1];
    String remote = columns[2];
    return new One(
        Integer.parseInt(local.substring(local.indexOf(':') + 1), 16),
        remote.substring(0, remote.indexOf(':')),
        columns[3],
        columns[9]);
  }
}
