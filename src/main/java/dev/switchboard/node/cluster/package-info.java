/** The cluster of several nodes: joining it, its key, and TLS between the nodes. */
@NullMarked
package dev.switchboard.node.cluster;

import org.jspecify.annotations.NullMarked;
