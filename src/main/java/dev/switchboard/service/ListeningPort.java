package dev.switchboard.service;

import java.net.InetAddress;

/**
 * Where a service takes what is sent to it.
 *
 * @param datagrams whether it takes datagrams there, beside connections
 */
record ListeningPort(InetAddress address, int port, boolean datagrams) {}
