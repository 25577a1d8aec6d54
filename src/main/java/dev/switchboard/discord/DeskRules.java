package dev.switchboard.discord;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.ticket.Content;
import java.util.function.Function;

/**
 * By what the desk judges what it is shown.
 *
 * @param content what a raw Discord message says
 */
record DeskRules(Commands commands, StaffRule staff, Function<JsonNode, Content> content) {}
