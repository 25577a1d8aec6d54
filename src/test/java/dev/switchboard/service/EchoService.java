package dev.switchboard.service;

import dev.switchboard.service.process.LaunchSpec;
import dev.switchboard.service.process.ListeningPort;
import dev.switchboard.service.process.PrivateFile;
import dev.switchboard.service.process.Probe;
import dev.switchboard.service.process.Recipe;
import dev.switchboard.settings.Setting;
import dev.switchboard.values.CheckedValues;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** A service for tests: a small program that sends back the first line of each connection. */
final class EchoService extends ManagedService {
  private static final String PROGRAM =
      """
      use strict; use warnings; use Socket;
      my ($host, $port) = @ARGV;
      socket(my $server, PF_INET, SOCK_STREAM, 0) or die $!;
      setsockopt($server, SOL_SOCKET, SO_REUSEADDR, pack('l', 1));
      bind($server, sockaddr_in($port, inet_aton($host))) or die $!;
      listen($server, 5) or die $!;
      while (accept(my $client, $server)) {
        my $line = <$client>;
        syswrite($client, $line) if defined $line;
        close($client);
      }
      """;

  EchoService() {
    super("echo", "echo");
  }

  @Override
  Set<Setting> settings() {
    return Set.of();
  }

  @Override
  Optional<Setting> port() {
    return Optional.empty();
  }

  @Override
  Recipe recipe(Path folder, CheckedValues values) {
    return new EchoRecipe(folder, listen(values), values.number(key("port"), 1, 65_535));
  }

  @Override
  SequencedMap<String, Optional<String>> facts(Map<Setting, String> values) {
    return new LinkedHashMap<>(Map.of("protocol", Optional.of("RFC 862")));
  }

  private record EchoRecipe(Path folder, String listen, int port) implements Recipe {
    @Override
    public LaunchSpec plan(Map<Setting, String> values) {
      Path script = folder.resolve("echo.pl");
      PrivateFile.write(script, PROGRAM);
      return new LaunchSpec(
          folder,
          List.of(script.toString(), listen, Integer.toString(port)),
          listening(values),
          new Probe.Tcp(Probe.at(listen, port)));
    }

    @Override
    public ListeningPort listening(Map<Setting, String> values) {
      return new ListeningPort(InetAddress.ofLiteral(listen), port, false);
    }
  }
}
