package dev.shisa.scan;

import dev.shisa.scan.Xml.Element;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code .nessus} version 2, as Tenable's description of the format has it: a {@code ReportItem} for each plugin that told
 * something. Severity 0 is information. Version of the tool and date of its plugins stand in the words of plugin 19506.
 */
final class NessusReader {

    private static final String SCAN_INFORMATION = "19506";
    private static final Pattern VERSION = Pattern.compile("(?m)^\\h*+Nessus version\\h*+:\\s*+(\\S+)");
    private static final Pattern FEED = Pattern.compile("(?m)^\\h*+Plugin feed version\\h*+:\\s*+([0-9]{8})");

    private final Intake intake = new Intake(ScanFormat.NESSUS, "Nessus");
    private String host = "";
    private boolean hostEnded = true;

    private NessusReader() {}

    static ScanResult read(byte[] bytes) throws UnreadableScanException {
        NessusReader reader = new NessusReader();
        Xml.walk(
                bytes,
                path -> path.endsWith("/ReportHost/HostProperties") || path.endsWith("/ReportHost/ReportItem"),
                reader::visit);
        reader.hostEnds();
        return reader.intake.result();
    }

    private void visit(String path, Element element) throws UnreadableScanException {
        switch (path) {
            case "NessusClientData_v2/Report/ReportHost" -> {
                hostEnds();
                host = element.attribute("name");
                hostEnded = false;
                if (host.isBlank()) {
                    throw new UnreadableScanException("missing", "" + element.line(), "ReportHost name");
                }
                intake.target(host);
            }
            case "NessusClientData_v2/Report/ReportHost/HostProperties" -> properties(element);
            case "NessusClientData_v2/Report/ReportHost/ReportItem" -> item(element);
            default -> {
                // The policy says what was asked for.
            }
        }
    }

    private void hostEnds() {
        if (!hostEnded) {
            intake.gap(Gap.Reason.NOT_FINISHED, host);
        }
    }

    private void properties(Element properties) throws UnreadableScanException {
        for (Element tag : properties.all("tag")) {
            switch (tag.attribute("name")) {
                case "HOST_END" -> hostEnded = true;
                case "HOST_END_TIMESTAMP" -> {
                    hostEnded = true;
                    try {
                        intake.ended(Instant.ofEpochSecond(Long.parseLong(tag.text())));
                    } catch (NumberFormatException | DateTimeException e) {
                        throw new UnreadableScanException("time", "" + tag.line(), tag.text());
                    }
                }
                default -> {
                    // Names and versions of the host.
                }
            }
        }
    }

    private void item(Element item) throws UnreadableScanException {
        String plugin = item.attribute("pluginID");
        if (plugin.isEmpty()) {
            throw new UnreadableScanException("missing", "" + item.line(), "pluginID");
        }
        int port = item.port(item.attribute("port"));
        String protocol = item.attribute("protocol");
        if (port > 0) {
            String service = item.attribute("svc_name");
            intake.open(new OpenPort(host, protocol, port, service.equals("unknown") ? "" : service, true));
        }
        if (plugin.equals(SCAN_INFORMATION)) {
            information(item.text("plugin_output"), item);
        }
        Severity severity = switch (item.attribute("severity")) {
            case "4" -> Severity.CRITICAL;
            case "3" -> Severity.HIGH;
            case "2" -> Severity.MEDIUM;
            case "1" -> Severity.LOW;
            case "0" -> Severity.UNKNOWN;
            default -> throw new UnreadableScanException("severity", "" + item.line(), item.attribute("severity"));
        };
        List<String> cves = item.all("cve").stream().map(Element::text).toList();
        // Information that names a vulnerability is looked at all the same.
        if (severity == Severity.UNKNOWN && cves.isEmpty()) {
            intake.informational++;
            return;
        }
        String told = item.text("plugin_output");
        intake.detection(new Detection(
                plugin,
                item.attribute("pluginName"),
                severity,
                cves,
                item.all("cwe").stream().map(Element::text).toList(),
                host,
                port,
                protocol,
                "",
                told.isEmpty() ? item.text("synopsis") : told));
    }

    private void information(String words, Element item) throws UnreadableScanException {
        Matcher version = VERSION.matcher(words);
        if (version.find()) {
            intake.toolVersion = version.group(1);
        }
        Matcher feed = FEED.matcher(words);
        if (feed.find()) {
            try {
                LocalDate day = LocalDate.parse(feed.group(1), DateTimeFormatter.BASIC_ISO_DATE);
                // Of several hosts, the oldest list of plugins is what all were looked at with.
                intake.database = intake.database == null || day.isBefore(intake.database) ? day : intake.database;
            } catch (DateTimeException e) {
                throw new UnreadableScanException("time", "" + item.line(), feed.group(1));
            }
        }
    }
}
