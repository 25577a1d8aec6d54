/**
 * The admin RPC: one endpoint, one envelope, one class for each resource. {@link
 * dev.switchboard.rpc.AdminRpc} reads the envelope and knows who calls, {@link
 * dev.switchboard.rpc.AdminRouter} hands the call to its resource, and a resource calls the port of
 * a capability.
 */
@NullMarked
package dev.switchboard.rpc;

import org.jspecify.annotations.NullMarked;
