package dev.shisa.scan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * testssl.sh's {@code --jsonfile} (a list of findings) and {@code --jsonfile-pretty} (the same in sections, with the version).
 * {@code OK}, {@code INFO} and {@code DEBUG} are information; {@code WARN} is a test that could not be carried out, {@code FATAL}
 * the end of the run. The flat form names no version.
 */
final class TestsslReader {

    private final Intake intake = new Intake(ScanFormat.TESTSSL, "testssl.sh");

    private TestsslReader() {}

    static ScanResult read(JsonNode root) throws UnreadableScanException {
        TestsslReader reader = new TestsslReader();
        if (root.isArray()) {
            reader.flat(root);
        } else {
            reader.pretty(root);
        }
        return reader.intake.result();
    }

    private void flat(JsonNode root) throws UnreadableScanException {
        boolean ended = false;
        int i = 0;
        for (JsonNode finding : Json.objects(root, "")) {
            String here = "/" + i++;
            String address = Json.text(finding, "ip");
            if (Json.text(finding, "id").isEmpty()
                    || Json.text(finding, "severity").isEmpty()) {
                throw new UnreadableScanException("format.testssl", here);
            }
            // "name/address", and a lone "/" for what concerns the run.
            String host = address.substring(address.lastIndexOf('/') + 1);
            intake.target(host.isEmpty() && !address.equals("/") ? address : host);
            finding(finding, host, Json.port(finding, "port", here), here);
            ended |= Json.text(finding, "id").equals("scanTime")
                    && !Json.text(finding, "severity").equals("WARN");
        }
        if (!ended) {
            intake.gap(Gap.Reason.NOT_FINISHED, "scanTime");
        }
    }

    private void pretty(JsonNode root) throws UnreadableScanException {
        intake.toolVersion = Json.text(root, "version");
        if (!root.has("scanTime") || Json.text(root, "scanTime").equals("Scan interrupted")) {
            intake.gap(Gap.Reason.NOT_FINISHED, "scanTime");
        }
        time(root);
        int s = 0;
        for (JsonNode scan : Json.list(root, "scanResult", "")) {
            String here = "/scanResult/" + s++;
            if (scan.has("id") && scan.has("finding")) {
                // A problem before any host was looked at stands where a host would.
                finding(scan, "", 0, here);
                continue;
            }
            String name = Json.text(scan, "targetHost");
            String host = Json.text(scan, "ip").isEmpty() ? name : Json.text(scan, "ip");
            int port = Json.port(scan, "port", here);
            intake.target(host);
            for (var section : scan.properties()) {
                if (section.getValue().isArray()) {
                    int i = 0;
                    for (JsonNode finding : Json.list(scan, section.getKey(), here)) {
                        finding(finding, host, port, here + "/" + section.getKey() + "/" + i++);
                    }
                }
            }
        }
    }

    private void time(JsonNode root) {
        try {
            long start = Long.parseLong(Json.text(root, "startTime"));
            long seconds = Long.parseLong(Json.text(root, "scanTime"));
            if (start > 0 && start < 100_000_000_000L && seconds >= 0 && seconds < 10_000_000) {
                intake.ended(Instant.ofEpochSecond(start).plus(Duration.ofSeconds(seconds)));
            }
        } catch (NumberFormatException e) {
            // An interrupted run has no end.
            intake.endedAt = null;
        }
    }

    private void finding(JsonNode finding, String host, int port, String here) throws UnreadableScanException {
        String id = Json.text(finding, "id");
        String told = Json.text(finding, "finding");
        Severity severity;
        switch (Json.text(finding, "severity")) {
            case "OK", "INFO", "DEBUG" -> {
                intake.informational++;
                return;
            }
            case "WARN" -> {
                intake.gap(Gap.Reason.NOT_TESTED, id + ": " + told);
                return;
            }
            case "FATAL" -> {
                intake.gap(Gap.Reason.NOT_FINISHED, told);
                return;
            }
            case "LOW" -> severity = Severity.LOW;
            case "MEDIUM" -> severity = Severity.MEDIUM;
            case "HIGH" -> severity = Severity.HIGH;
            case "CRITICAL" -> severity = Severity.CRITICAL;
            default -> throw new UnreadableScanException("severity", here, Json.text(finding, "severity"));
        }
        intake.detection(new Detection(
                id,
                id,
                severity,
                List.of(Json.text(finding, "cve")),
                List.of(Json.text(finding, "cwe")),
                host,
                port,
                "tcp",
                "",
                told));
    }
}
