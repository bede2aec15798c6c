package dev.shisa.scan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scanning tool told.
 *
 * @param tool the tool's name
 * @param toolVersion empty if the file does not say
 * @param database the day of its database of known vulnerabilities; null if the file does not say
 * @param targets hosts, sites or files that were looked at
 * @param endedAt when the scan ended; null if the file does not say
 * @param detections each once
 * @param informational how many other results there are, which the tool itself does not call weaknesses
 * @param gaps why it may not be all
 */
public record ScanResult(
        ScanFormat format,
        String tool,
        String toolVersion,
        @Nullable LocalDate database,
        List<String> targets,
        @Nullable Instant endedAt,
        List<Detection> detections,
        int informational,
        List<OpenPort> openPorts,
        List<Gap> gaps) {

    public ScanResult {
        targets = List.copyOf(targets);
        detections = List.copyOf(detections);
        openPorts = List.copyOf(openPorts);
        gaps = List.copyOf(gaps);
    }
}
