package dev.shisa.scan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A result while it is read: what was found so far, within bounds. */
final class Intake {

    /** Nobody judges more one by one; a file with more is about a whole network. */
    static final int DETECTIONS_MAX = 10_000;

    /** Every port of TCP and UDP over IPv4 and IPv6. */
    static final int PORTS_MAX = 4 * 65_536;

    static final int TARGETS_MAX = 1_000;

    /** More reasons say nothing new. */
    private static final int GAPS_MAX = 100;

    private final ScanFormat format;
    private final Map<String, Detection> detections = new LinkedHashMap<>();
    private final Map<String, OpenPort> ports = new LinkedHashMap<>();
    private final Set<String> targets = new LinkedHashSet<>();
    private final Set<Gap> gaps = new LinkedHashSet<>();

    String tool;
    String toolVersion = "";

    @Nullable
    LocalDate database;

    @Nullable
    Instant endedAt;

    int informational;

    Intake(ScanFormat format, String tool) {
        this.format = format;
        this.tool = tool;
    }

    void target(String target) throws UnreadableScanException {
        String line = Texts.line(target, 200);
        if (!line.isEmpty() && targets.add(line) && targets.size() > TARGETS_MAX) {
            throw new UnreadableScanException("targets", "" + TARGETS_MAX);
        }
    }

    /** The same weakness told twice counts once, with the greater severity. */
    void detection(Detection detection) throws UnreadableScanException {
        Detection before = detections.get(detection.identity());
        if (before == null || detection.severity().compareTo(before.severity()) < 0) {
            detections.put(detection.identity(), detection);
        }
        if (detections.size() > DETECTIONS_MAX) {
            throw new UnreadableScanException("detections", "" + DETECTIONS_MAX);
        }
    }

    int detections() {
        return detections.size();
    }

    void open(OpenPort port) throws UnreadableScanException {
        String key = port.host() + " " + port.protocol() + " " + port.number();
        OpenPort before = ports.get(key);
        if (before == null
                || (!before.certain() && port.certain())
                || before.service().isEmpty()) {
            ports.put(key, port);
        }
        if (ports.size() > PORTS_MAX) {
            throw new UnreadableScanException("ports", "" + PORTS_MAX);
        }
    }

    void gap(Gap.Reason reason, String... arguments) {
        if (gaps.size() < GAPS_MAX) {
            gaps.add(Gap.of(reason, arguments));
        }
    }

    /** The end of the last part counts. */
    void ended(Instant at) {
        endedAt = endedAt == null || endedAt.isBefore(at) ? at : endedAt;
    }

    ScanResult result() {
        if (targets.isEmpty()) {
            gap(Gap.Reason.NOTHING_SCANNED);
        }
        return new ScanResult(
                format,
                Texts.line(tool, 100),
                Texts.line(toolVersion, 60),
                database,
                List.copyOf(targets),
                endedAt,
                new ArrayList<>(detections.values()),
                informational,
                new ArrayList<>(ports.values()),
                List.copyOf(gaps));
    }
}
