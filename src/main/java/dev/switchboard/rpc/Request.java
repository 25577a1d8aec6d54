package dev.switchboard.rpc;

import dev.switchboard.access.Caller;

/** What a resource is asked, by whom. The method and the right to it are checked already. */
public record Request(Caller caller, String method, Body body) {}
