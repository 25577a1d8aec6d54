/**
 * Where hosts are found: the overrides that administrators set, which every outgoing connection of
 * the product asks before the usual name service.
 */
@NullMarked
package dev.switchboard.lookup;

import org.jspecify.annotations.NullMarked;
