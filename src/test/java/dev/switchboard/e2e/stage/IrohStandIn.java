package dev.switchboard.e2e.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * In the place of iroh-relay, which no distribution has: it listens where its configuration file
 * says, and that is all. For tests.
 */
public final class IrohStandIn {
  private IrohStandIn() {}

  /** Writes the program into a folder. */
  public static Path in(Path folder) throws IOException {
    Path file = folder.resolve("iroh-stand-in");
    Files.writeString(
        file,
        """
        #!/usr/bin/perl
        use strict; use warnings; use Socket;
        my ($option, $file) = @ARGV;
        die "no configuration" unless $option eq '--config-path';
        open(my $in, '<', $file) or die $!;
        my ($host, $port) = join('', <$in>) =~ /http_bind_addr = "([0-9.]+):(\\d+)"/ or die;
        socket(my $server, PF_INET, SOCK_STREAM, 0) or die $!;
        setsockopt($server, SOL_SOCKET, SO_REUSEADDR, pack('l', 1));
        bind($server, sockaddr_in($port, inet_aton($host))) or die $!;
        listen($server, 5) or die $!;
        while (accept(my $client, $server)) { close($client); }
        """);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }
}
