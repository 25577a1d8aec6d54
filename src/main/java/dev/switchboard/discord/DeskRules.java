package dev.switchboard.discord;

/** By what the desk judges what it is shown. */
record DeskRules(Commands commands, StaffRule staff) {}
