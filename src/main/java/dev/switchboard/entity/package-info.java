/**
 * Persistent kinds: the description of a kind, the decision on a command, and the actor, client and
 * serializers that all kinds share.
 */
@NullMarked
package dev.switchboard.entity;

import org.jspecify.annotations.NullMarked;
