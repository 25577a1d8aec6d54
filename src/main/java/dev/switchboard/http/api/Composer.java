package dev.switchboard.http.api;

import dev.switchboard.composer.Drafts;
import dev.switchboard.composer.HeldReplies;

/** The ports to what staff write before it is sent, each guarded by its right. */
public record Composer(Drafts drafts, HeldReplies held) {}
