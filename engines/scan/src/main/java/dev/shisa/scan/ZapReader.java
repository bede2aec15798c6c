package dev.shisa.scan;

import dev.shisa.scan.Xml.Element;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * ZAP's traditional report, as XML or JSON; both have the same fields. Risk 0 is information. An alert is one detection for each
 * site, with its first instances as what was seen.
 */
final class ZapReader {

    /** An alert may have thousands of instances of one thing. */
    private static final int INSTANCES_SHOWN = 5;

    private final Intake intake = new Intake(ScanFormat.ZAP, "ZAP");
    private String site = "";
    private String host = "";
    private int port;

    private ZapReader() {}

    /** An alert in either notation. */
    private record Alert(
            String where,
            String rule,
            String name,
            String risk,
            String cwe,
            String references,
            int instances,
            String seen) {}

    static ScanResult read(byte[] xml) throws UnreadableScanException {
        ZapReader reader = new ZapReader();
        Xml.walk(xml, path -> path.equals("OWASPZAPReport/site/alerts/alertitem"), reader::visit);
        return reader.intake.result();
    }

    private void visit(String path, Element element) throws UnreadableScanException {
        switch (path) {
            case "OWASPZAPReport" -> head(element.attribute("version"), element.attribute("created"));
            case "OWASPZAPReport/site" ->
                site(
                        element.attribute("name"),
                        element.attribute("host"),
                        element.attribute("port").isEmpty() ? 0 : element.port(element.attribute("port")),
                        "" + element.line());
            case "OWASPZAPReport/site/alerts/alertitem" -> {
                StringBuilder seen = new StringBuilder();
                List<Element> instances = element.all("instances").stream()
                        .flatMap(i -> i.all("instance").stream())
                        .toList();
                for (Element i : instances.stream().limit(INSTANCES_SHOWN).toList()) {
                    seen(seen, i.text("method"), i.text("uri"), i.text("param"), i.text("attack"), i.text("evidence"));
                }
                alert(new Alert(
                        "" + element.line(),
                        element.text("alertRef").isEmpty() ? element.text("pluginid") : element.text("alertRef"),
                        element.text("name").isEmpty() ? element.text("alert") : element.text("name"),
                        element.text("riskcode"),
                        element.text("cweid"),
                        element.text("reference"),
                        instances.size(),
                        seen + Texts.plain(element.text("otherinfo"))));
            }
            default -> {
                // Nothing else stands between them.
            }
        }
    }

    static ScanResult read(JsonNode report) throws UnreadableScanException {
        ZapReader reader = new ZapReader();
        reader.head(Json.text(report, "@version"), Json.text(report, "created"));
        int s = 0;
        for (JsonNode site : Json.list(report, "site", "")) {
            String here = "/site/" + s++;
            reader.site(Json.text(site, "@name"), Json.text(site, "@host"), Json.port(site, "@port", here), here);
            int a = 0;
            for (JsonNode alert : Json.list(site, "alerts", here)) {
                reader.json(alert, here + "/alerts/" + a++);
            }
        }
        return reader.intake.result();
    }

    private void json(JsonNode alert, String here) throws UnreadableScanException {
        StringBuilder seen = new StringBuilder();
        List<JsonNode> instances = Json.list(alert, "instances", here);
        for (JsonNode i : instances.stream().limit(INSTANCES_SHOWN).toList()) {
            seen(
                    seen,
                    Json.text(i, "method"),
                    Json.text(i, "uri"),
                    Json.text(i, "param"),
                    Json.text(i, "attack"),
                    Json.text(i, "evidence"));
        }
        String ref = Json.text(alert, "alertRef");
        String name = Json.text(alert, "name");
        alert(new Alert(
                here,
                ref.isEmpty() ? Json.text(alert, "pluginid") : ref,
                name.isEmpty() ? Json.text(alert, "alert") : name,
                Json.text(alert, "riskcode"),
                Json.text(alert, "cweid"),
                Json.text(alert, "reference"),
                instances.size(),
                seen + Texts.plain(Json.text(alert, "otherinfo"))));
    }

    private void head(String version, String created) {
        intake.toolVersion = version;
        if (!created.isEmpty()) {
            try {
                intake.ended(Instant.parse(created));
            } catch (DateTimeException e) {
                // Older reports write the day in the words of their language; the person enters it then.
                intake.endedAt = null;
            }
        }
    }

    private void site(String name, String host, int port, String where) throws UnreadableScanException {
        if (name.isBlank() && host.isBlank()) {
            throw new UnreadableScanException("missing", where, "site name");
        }
        site = name.isBlank() ? host : name;
        this.host = host.isBlank() ? name : host;
        this.port = port;
        intake.target(site);
    }

    private void alert(Alert alert) throws UnreadableScanException {
        if (alert.rule.isBlank()) {
            throw new UnreadableScanException("missing", alert.where, "pluginid");
        }
        Severity severity = switch (alert.risk) {
            case "3" -> Severity.HIGH;
            case "2" -> Severity.MEDIUM;
            case "1" -> Severity.LOW;
            case "0" -> Severity.UNKNOWN;
            default -> throw new UnreadableScanException("severity", alert.where, alert.risk);
        };
        List<String> cves = List.of(alert.name, alert.references);
        if (severity == Severity.UNKNOWN && Texts.cves(cves).isEmpty()) {
            intake.informational++;
            return;
        }
        intake.detection(new Detection(
                alert.rule,
                alert.name,
                severity,
                cves,
                List.of(alert.cwe),
                host,
                port,
                "tcp",
                site,
                alert.instances > INSTANCES_SHOWN ? alert.seen + "\n… (" + alert.instances + ")" : alert.seen));
    }

    private static void seen(
            StringBuilder seen, String method, String uri, String param, String attack, String evidence) {
        seen.append((method + " " + uri).strip());
        if (!param.isEmpty()) {
            seen.append("\n  ").append(param);
        }
        if (!attack.isEmpty()) {
            seen.append("\n  > ").append(attack);
        }
        if (!evidence.isEmpty()) {
            seen.append("\n  < ").append(evidence);
        }
        seen.append('\n');
    }
}
