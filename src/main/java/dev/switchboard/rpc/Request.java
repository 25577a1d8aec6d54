package dev.switchboard.rpc;

import dev.switchboard.access.Principal;

/**
 * What a resource is asked. The method and the scope for it are checked already.
 *
 * @param by the administrator in whose name the ports act
 */
public record Request(Principal by, String method, Body body) {}
