/**
 * The frame of the admin RPC: one endpoint, one envelope, and the types with which resources are
 * written. {@link dev.switchboard.rpc.AdminRpc} reads the envelope and identifies the caller, and
 * {@link dev.switchboard.rpc.AdminRouter} gives the call to its resource.
 */
@NullMarked
package dev.switchboard.rpc;

import org.jspecify.annotations.NullMarked;
