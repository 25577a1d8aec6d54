package dev.switchboard.service.process;

import java.net.InetAddress;

/**
 * The address and port at which a service listens.
 *
 * @param datagrams whether it takes datagrams there, in addition to connections
 */
public record ListeningPort(InetAddress address, int port, boolean datagrams) {}
