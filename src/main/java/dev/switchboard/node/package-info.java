/**
 * One node of Switchboard: the wiring of all capabilities, the cluster, the health and the gauges.
 */
@NullMarked
package dev.switchboard.node;

import org.jspecify.annotations.NullMarked;
