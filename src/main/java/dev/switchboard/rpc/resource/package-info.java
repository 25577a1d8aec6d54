/**
 * The resources of the admin RPC: one class for each, which reads a request and calls the port of a
 * capability.
 */
@NullMarked
package dev.switchboard.rpc.resource;

import org.jspecify.annotations.NullMarked;
