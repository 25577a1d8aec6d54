package dev.switchboard.http;

import java.net.URI;
import java.util.Optional;

/**
 * Where the product listens; the keys are those of {@code switchboard.http} in {@code
 * reference.conf}.
 *
 * @param host the name or address of the interface to bind
 * @param port the port to bind; 0 takes any free one
 * @param publicUrl how people reach this server from outside, without a slash at its end; links to
 *     stored files are made with it, and none are made if it is absent
 */
public record HttpSettings(String host, int port, Optional<URI> publicUrl) {}
