package dev.shisa.scan;

import dev.shisa.scan.Xml.Element;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code nmap -oX}, as nmap.dtd describes it. Open ports come from {@code port}; detections from scripts: those that report with
 * Nmap's library {@code vulns} (a table with a state), {@code vulners} (a table of CVEs for a version), and any whose words say
 * that something is vulnerable. What other scripts tell is information. How far ports were looked for is read from {@code
 * scaninfo}, the addresses and what answered ({@link NmapReach}).
 */
final class NmapReader {

    /** As nselib/vulns.lua writes states. */
    private static final Set<String> VULNERABLE = Set.of(
            "VULNERABLE",
            "VULNERABLE (DoS)",
            "VULNERABLE (Exploitable)",
            "LIKELY VULNERABLE",
            "UNKNOWN (unable to test)");

    private static final Pattern SAYS_VULNERABLE = Pattern.compile("(?m)^[\\h|_]*+(State: )?(LIKELY )?VULNERABLE\\b");

    private final Intake intake = new Intake(ScanFormat.NMAP, "Nmap");
    private final NmapReach reach = new NmapReach();
    private boolean finished;

    private NmapReader() {}

    static ScanResult read(byte[] bytes) throws UnreadableScanException {
        NmapReader reader = new NmapReader();
        Xml.walk(
                bytes,
                path -> path.equals("nmaprun/host")
                        || path.equals("nmaprun/prescript")
                        || path.equals("nmaprun/postscript"),
                reader::visit);
        if (!reader.finished) {
            reader.intake.gap(Gap.Reason.NOT_FINISHED, "runstats");
        }
        reader.reach.tell(reader.intake);
        return reader.intake.result();
    }

    private void visit(String path, Element element) throws UnreadableScanException {
        switch (path) {
            case "nmaprun" -> {
                intake.toolVersion = element.attribute("version");
                reach.called(element.attribute("args"));
            }
            case "nmaprun/scaninfo" -> reach.asked(element);
            case "nmaprun/host" -> host(element);
            case "nmaprun/prescript", "nmaprun/postscript" -> {
                for (Element script : element.all("script")) {
                    script(script, "", 0, "");
                }
            }
            case "nmaprun/runstats/finished" -> {
                finished = true;
                if (!element.attribute("exit").isEmpty()
                        && !element.attribute("exit").equals("success")) {
                    intake.gap(Gap.Reason.NOT_FINISHED, element.attribute("errormsg"));
                }
                time(element.attribute("time"), element);
            }
            default -> {
                // Counts that follow from the rest.
            }
        }
    }

    private void time(String seconds, Element element) throws UnreadableScanException {
        if (seconds.isEmpty()) {
            return;
        }
        try {
            intake.ended(Instant.ofEpochSecond(Long.parseLong(seconds)));
        } catch (NumberFormatException | DateTimeException e) {
            throw new UnreadableScanException("time", "" + element.line(), seconds);
        }
    }

    private void host(Element host) throws UnreadableScanException {
        if (host.first("status")
                .filter(s -> s.attribute("state").equals("down"))
                .isPresent()) {
            return;
        }
        String name = host.all("address").stream()
                .filter(a -> !a.attribute("addrtype").equals("mac"))
                .map(a -> a.attribute("addr"))
                .findFirst()
                .or(() -> host.first("address").map(a -> a.attribute("addr")))
                .orElse("");
        if (name.isEmpty()) {
            throw new UnreadableScanException("missing", "" + host.line(), "address");
        }
        intake.target(name);
        reach.host(host);
        if (host.attribute("timedout").equals("true")) {
            intake.gap(Gap.Reason.NOT_FINISHED, name);
        }
        for (Element ports : host.all("ports")) {
            for (Element port : ports.all("port")) {
                port(port, name);
            }
        }
        for (Element scripts : host.all("hostscript")) {
            for (Element script : scripts.all("script")) {
                script(script, name, 0, "");
            }
        }
    }

    private void port(Element port, String host) throws UnreadableScanException {
        int number = port.port(port.attribute("portid"));
        String protocol = port.attribute("protocol");
        String state = port.first("state").map(s -> s.attribute("state")).orElse("");
        if (state.startsWith("open")) {
            String service = port.first("service")
                    .map(s ->
                            (s.attribute("name") + " " + s.attribute("product") + " " + s.attribute("version")).strip())
                    .orElse("");
            intake.open(new OpenPort(host, protocol, number, service, state.equals("open")));
        }
        for (Element script : port.all("script")) {
            script(script, host, number, protocol);
        }
    }

    private void script(Element script, String host, int port, String protocol) throws UnreadableScanException {
        int before = intake.detections();
        String id = script.attribute("id");
        boolean structured = false;
        for (Element table : script.all("table")) {
            structured |= table(table, id, host, port, protocol);
        }
        if (!structured && SAYS_VULNERABLE.matcher(script.attribute("output")).find()) {
            String output = script.attribute("output");
            intake.detection(new Detection(
                    id, id, Severity.UNKNOWN, List.of(output), List.of(), host, port, protocol, "", output));
        } else if (intake.detections() == before) {
            intake.informational++;
        }
    }

    /** Whether this is a table that says of itself whether something is vulnerable. */
    private boolean table(Element table, String id, String host, int port, String protocol)
            throws UnreadableScanException {
        String state = elem(table, "state");
        if (!state.isEmpty()) {
            if (VULNERABLE.contains(state)) {
                List<String> ids = new ArrayList<>(List.of(table.attribute("key")));
                named(table, "ids")
                        .forEach(t -> t.children().forEach(c -> ids.add(c.text().replace("CVE:", ""))));
                String description = named(table, "description").stream()
                        .flatMap(t -> t.children().stream())
                        .map(Element::text)
                        .reduce("", (a, b) -> a + "\n" + b);
                String title = elem(table, "title");
                intake.detection(new Detection(
                        id,
                        title.isEmpty() ? table.attribute("key") : title,
                        Severity.UNKNOWN,
                        ids,
                        List.of(),
                        host,
                        port,
                        protocol,
                        "",
                        state + description));
            }
            return true;
        }
        boolean vulners = false;
        for (Element row : table.all("table")) {
            String cve = elem(row, "id");
            if (elem(row, "type").isEmpty() || cve.isEmpty()) {
                continue;
            }
            vulners = true;
            intake.detection(new Detection(
                    id + " " + cve,
                    cve + " " + table.attribute("key"),
                    score(elem(row, "cvss")),
                    List.of(cve),
                    List.of(),
                    host,
                    port,
                    protocol,
                    "",
                    table.attribute("key") + " CVSS " + elem(row, "cvss")));
        }
        return vulners;
    }

    private static Severity score(String written) {
        try {
            double score = Double.parseDouble(written);
            return score > 0 && score <= 10 ? Severity.ofScore(score) : Severity.UNKNOWN;
        } catch (NumberFormatException e) {
            return Severity.UNKNOWN;
        }
    }

    private static List<Element> named(Element table, String key) {
        return table.all("table").stream()
                .filter(t -> t.attribute("key").equals(key))
                .toList();
    }

    private static String elem(Element table, String key) {
        return table.all("elem").stream()
                .filter(e -> e.attribute("key").equals(key))
                .map(Element::text)
                .findFirst()
                .orElse("");
    }
}
