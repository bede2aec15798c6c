package dev.shisa.server.scan;

import dev.shisa.scan.Gap;
import dev.shisa.scan.ScanFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A result that was taken in.
 *
 * @param evidenceId the evidence that holds the file
 * @param database the day of the tool's database; null: not known
 * @param shipping whether the firmware of this release as it is shipped was scanned
 * @param informational results that the tool itself does not call weaknesses
 * @param ports what answered, in words
 * @param gaps what is missing, of weaknesses and of ports
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

    /** Tools that say which ports answered, whether or not anything is wrong with them. */
    private static final Set<ScanFormat> TELL_PORTS =
            EnumSet.of(ScanFormat.NMAP, ScanFormat.NESSUS, ScanFormat.OPENVAS);

    /** Who took it back, and why. */
    record Withdrawn(String name, Instant at, String reason) {}

    ScanImport {
        targets = List.copyOf(targets);
        ports = List.copyOf(ports);
        gaps = withPorts(gaps, format);
    }

    /** Where a tool names open ports, and nothing says how far it looked, that is missing as well. */
    private static List<Gap> withPorts(List<Gap> gaps, ScanFormat format) {
        return !TELL_PORTS.contains(format)
                        || gaps.stream().anyMatch(gap -> gap.reason().isOfPorts())
                ? List.copyOf(gaps)
                : Stream.concat(gaps.stream(), Stream.of(new Gap(Gap.Reason.PORTS_UNTOLD, List.of())))
                        .toList();
    }

    boolean tellsPorts() {
        return TELL_PORTS.contains(format);
    }

    /** Whether this is missing in it. */
    boolean lacks(Gap.Reason reason) {
        return gaps.stream().anyMatch(gap -> gap.reason() == reason);
    }

    /** Whether it may lack weaknesses; what it lacks of ports is another matter. */
    boolean lacksWeaknesses() {
        return gaps.stream().anyMatch(gap -> !gap.reason().isOfPorts());
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
