package dev.switchboard.rpc;

import dev.switchboard.access.Principal;

/**
 * The request to a resource. Method and scope are checked already.
 *
 * @param by the administrator, as the principal of the ports
 */
public record Request(Principal by, String method, Body body) {}
