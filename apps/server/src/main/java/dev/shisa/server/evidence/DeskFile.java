package dev.shisa.server.evidence;

import java.time.Instant;
import java.util.UUID;

/** A file that waits on somebody's desk to be recorded. */
record DeskFile(UUID id, StoredFile file, Instant at) {

    /** What it is most likely to be, until somebody says otherwise. */
    EvidenceKind kind() {
        return file.mediaType().startsWith("image/") ? EvidenceKind.PHOTO : EvidenceKind.DOCUMENT;
    }
}
