package dev.shisa.scan;

import dev.shisa.scan.Xml.Element;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The XML report of OpenVAS/GVM as the Greenbone Management Protocol describes it ({@code get_reports_response}), also by itself.
 * {@code Log} is information. A report is written through a filter; how many results there are without it stands in
 * {@code result_count}, so a report with fewer is known to be a part.
 */
final class OpenVasReader {

    /** The counts of results that are no information. */
    private static final Set<String> COUNTED = Set.of("critical", "high", "medium", "low", "false_positive");

    private final Intake intake = new Intake(ScanFormat.OPENVAS, "OpenVAS/GVM");
    private final Set<String> reports = new HashSet<>();
    private boolean status;
    private int results;
    private int counted;

    private OpenVasReader() {}

    static ScanResult read(byte[] bytes) throws UnreadableScanException {
        OpenVasReader reader = new OpenVasReader();
        Xml.walk(bytes, OpenVasReader::whole, reader::visit);
        if (reader.reports.isEmpty()) {
            throw new UnreadableScanException("format.report");
        }
        if (!reader.status) {
            reader.intake.gap(Gap.Reason.NOT_FINISHED, "scan_run_status");
        }
        if (reader.counted > reader.results) {
            reader.intake.gap(Gap.Reason.FILTERED, "" + reader.results, "" + reader.counted);
        }
        return reader.intake.result();
    }

    private static String inner(String path) {
        return path.startsWith("get_reports_response/") ? path.substring("get_reports_response/".length()) : path;
    }

    private static boolean whole(String path) {
        return switch (inner(path)) {
            case "report/report/gmp",
                    "report/report/scan_run_status",
                    "report/report/scan_end",
                    "report/report/ports/port",
                    "report/report/results/result",
                    "report/report/host",
                    "report/report/result_count",
                    "report/report/errors/error" -> true;
            default -> false;
        };
    }

    private void visit(String path, Element element) throws UnreadableScanException {
        switch (inner(path)) {
            case "report/report" -> {
                // Several reports in one file would be several scans with one status and one count.
                reports.add(element.attribute("id") + "\n" + element.line());
                if (reports.size() > 1) {
                    throw new UnreadableScanException("reports", "" + element.line());
                }
            }
            case "report/report/gmp" -> intake.toolVersion = version(element);
            case "report/report/scan_run_status" -> {
                status = true;
                if (!element.text().equals("Done")) {
                    intake.gap(Gap.Reason.NOT_FINISHED, element.text());
                }
            }
            case "report/report/scan_end" -> time(element);
            case "report/report/ports/port" -> port(element);
            case "report/report/results/result" -> result(element);
            case "report/report/host" -> intake.target(element.text("ip"));
            case "report/report/result_count" -> {
                for (Element count : element.children()) {
                    if (COUNTED.contains(count.name())) {
                        counted += number(count.text("full"), count);
                    }
                }
            }
            case "report/report/errors/error" ->
                intake.gap(Gap.Reason.NOT_TESTED, (element.text("host") + " " + element.text("description")).strip());
            default -> {
                // Whose report it is and how it was sorted.
            }
        }
    }

    /** The protocol's version, since the report does not name the scanner's. */
    private static String version(Element gmp) {
        return gmp.text("version").isEmpty() ? "" : "GMP " + gmp.text("version");
    }

    private void time(Element element) throws UnreadableScanException {
        String written = element.text();
        if (written.isEmpty()) {
            return;
        }
        try {
            intake.ended(
                    written.endsWith("Z")
                            ? Instant.parse(written)
                            : OffsetDateTime.parse(written).toInstant());
        } catch (DateTimeException e) {
            throw new UnreadableScanException("time", "" + element.line(), written);
        }
    }

    private static int number(String written, Element element) throws UnreadableScanException {
        if (written.isEmpty()) {
            return 0;
        }
        try {
            int number = Integer.parseInt(written);
            if (number >= 0 && number <= Intake.DETECTIONS_MAX * 10) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UnreadableScanException("number", "" + element.line(), written);
        }
        throw new UnreadableScanException("number", "" + element.line(), written);
    }

    /** {@code 443/tcp}, or {@code general/tcp} for what concerns no port. */
    private record Port(int number, String protocol) {
        static Port of(Element element) throws UnreadableScanException {
            String[] parts = element.text().split("/", 2);
            String protocol = parts.length == 2 ? parts[1].strip().toLowerCase(Locale.ROOT) : "";
            if (parts[0].isBlank() || !Character.isDigit(parts[0].strip().charAt(0))) {
                return new Port(0, parts[0].strip().equals("general") ? protocol : "");
            }
            return new Port(element.port(parts[0]), protocol);
        }
    }

    private void port(Element element) throws UnreadableScanException {
        Port port = Port.of(element);
        if (port.number > 0) {
            intake.open(new OpenPort(element.text("host"), port.protocol, port.number, "", true));
        }
    }

    private void result(Element result) throws UnreadableScanException {
        String host = result.text("host");
        intake.target(host);
        Element nvt = result.first("nvt")
                .orElseThrow(() -> new UnreadableScanException("missing", "" + result.line(), "nvt"));
        Port port =
                result.first("port").isPresent() ? Port.of(result.first("port").get()) : new Port(0, "");
        String threat = result.text("threat");
        List<String> cves = Stream.concat(
                        nvt.all("cve").stream().map(Element::text),
                        nvt.all("refs").stream()
                                .flatMap(refs -> refs.all("ref").stream())
                                .filter(ref -> ref.attribute("type").equalsIgnoreCase("cve"))
                                .map(ref -> ref.attribute("id")))
                .toList();
        double score = score(result.text("severity"), result);
        // An override of the tool's user is no judgement of this product: what it calls false stays to be judged.
        boolean overridden = threat.equals("False Positive") || score < 0;
        double original = overridden
                ? Math.max(score(result.text("original_severity"), result), score(nvt.text("cvss_base"), nvt))
                : score;
        boolean log = threat.equals("Log") || threat.equals("Debug") || (threat.isEmpty() && score == 0);
        if (log && cves.isEmpty()) {
            intake.informational++;
            return;
        }
        results++;
        intake.detection(new Detection(
                nvt.attribute("oid"),
                result.text("name").isEmpty() ? nvt.text("name") : result.text("name"),
                original > 0 ? Severity.ofScore(original) : step(threat),
                cves,
                List.of(),
                host,
                port.number,
                port.protocol,
                "",
                result.text("description")));
    }

    private static Severity step(String threat) {
        return switch (threat) {
            case "Critical" -> Severity.CRITICAL;
            case "High" -> Severity.HIGH;
            case "Medium" -> Severity.MEDIUM;
            case "Low" -> Severity.LOW;
            default -> Severity.UNKNOWN;
        };
    }

    private static double score(String written, Element element) throws UnreadableScanException {
        if (written.isEmpty()) {
            return 0;
        }
        try {
            double score = Double.parseDouble(written);
            // Below zero stand the tool's words for "false positive", "debug" and "error".
            if (score >= -99 && score <= 10) {
                return score;
            }
        } catch (NumberFormatException e) {
            throw new UnreadableScanException("severity", "" + element.line(), written);
        }
        throw new UnreadableScanException("severity", "" + element.line(), written);
    }
}
