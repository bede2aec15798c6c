package dev.shisa.server.sbom;

import dev.shisa.bom.BomFormat;
import dev.shisa.bom.Completeness.Element;
import dev.shisa.bom.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A bill of materials that was taken in.
 *
 * @param evidenceId the evidence that holds the file
 * @param created when it was made, as the file says; empty: it does not
 * @param subject what the file says it is a list of
 * @param whole whether it names all components of the release, as who took it in says and the file does not deny
 * @param sound whether the file keeps the rules of its format
 * @param lacks for each element that something lacks, how many components do (1 for what belongs to the list itself)
 * @param duplicates components that share their identity with another
 * @param problems the first of {@code problemCount}
 */
record Sbom(
        UUID id,
        UUID seriesId,
        UUID releaseId,
        UUID evidenceId,
        BomFormat format,
        String specVersion,
        String created,
        List<String> authors,
        List<String> tools,
        String subject,
        boolean whole,
        boolean sound,
        int components,
        Map<Element, Integer> lacks,
        int unknownLicenses,
        int duplicates,
        List<Problem> problems,
        int problemCount,
        String takenName,
        Instant takenAt,
        @Nullable Withdrawn withdrawn) {

    /** Who took it back, and why. */
    record Withdrawn(String name, Instant at, String reason) {}

    Sbom {
        authors = List.copyOf(authors);
        tools = List.copyOf(tools);
        lacks = Map.copyOf(lacks);
        problems = List.copyOf(problems);
    }

    /** Format and version, as people write them. */
    String formatWords() {
        return (format.title() + " " + specVersion).strip();
    }

    int lacking(Element element) {
        return lacks.getOrDefault(element, 0);
    }

    /** Whether every component is recorded with name, developer and version (guide 002, measure 4). */
    boolean records() {
        return whole
                && sound
                && components > 0
                && lacking(Element.NAME) == 0
                && lacking(Element.SUPPLIER) == 0
                && lacking(Element.VERSION) == 0;
    }

    /** Whether every minimum element of the NTIA is there. */
    boolean meetsNtia() {
        return components > 0 && lacks.keySet().stream().noneMatch(Element::ntia);
    }

    /** Whether the elements of BSI TR-03183-2 that are looked for are there, too. */
    boolean meetsBsi() {
        return components > 0 && lacks.isEmpty();
    }
}
