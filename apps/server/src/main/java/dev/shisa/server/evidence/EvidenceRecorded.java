package dev.shisa.server.evidence;

import java.util.UUID;

/** Evidence was recorded, with facts or without; published in its transaction. */
record EvidenceRecorded(UUID evidence) {}
