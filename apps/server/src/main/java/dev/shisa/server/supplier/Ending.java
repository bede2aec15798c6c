package dev.shisa.server.supplier;

import java.time.Instant;

/** That a row does not count any more: who said so, when and why. */
record Ending(String byName, Instant at, String reason) {}
