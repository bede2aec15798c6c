package dev.shisa.server.scan;

import dev.shisa.scan.Gap;
import dev.shisa.scan.ScanFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A result that was taken in.
 *
 * @param evidenceId the evidence that holds the file
 * @param database the day of the tool's database; null: not known
 * @param shipping whether the firmware of this release as it is shipped was scanned
 * @param informational results that the tool itself does not call weaknesses
 * @param ports what answered, in words
 */
record ScanImport(
        UUID id,
        UUID seriesId,
        UUID releaseId,
        UUID evidenceId,
        ScanFormat format,
        String tool,
        String toolVersion,
        @Nullable LocalDate database,
        LocalDate scannedOn,
        boolean shipping,
        List<String> targets,
        int informational,
        List<String> ports,
        List<Gap> gaps,
        String importedName,
        Instant importedAt,
        @Nullable Withdrawn withdrawn) {

    /** Who took it back, and why. */
    record Withdrawn(String name, Instant at, String reason) {}

    ScanImport {
        targets = List.copyOf(targets);
        ports = List.copyOf(ports);
        gaps = List.copyOf(gaps);
    }

    /** Tool and version, as a fact says them. */
    String toolWords() {
        return (tool + " " + toolVersion).strip();
    }

    /** Results of one tool continue each other. */
    boolean sameToolAs(ScanImport other) {
        return format == other.format && tool.equals(other.tool);
    }
}
