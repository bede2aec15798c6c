package dev.shisa.server.document;

import dev.shisa.server.evidence.StoredFile;
import java.time.Instant;
import java.util.UUID;

/** A document of the maker's own that is read for answers about a series. */
record OwnDocument(UUID id, UUID seriesId, StoredFile file, int passages, UUID by, String byName, Instant at) {}
