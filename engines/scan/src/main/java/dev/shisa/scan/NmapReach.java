package dev.shisa.scan;

import dev.shisa.scan.Xml.Element;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far one run of Nmap looked for open ports, and what it therefore lacks. A protocol was looked at where all its ports were
 * asked and something answered for it: ports of an address that never says that one is closed cannot be told from open ones.
 */
final class NmapReach {

    private static final int PORT_MAX = 65_535;

    /** Ways of scanning that find open ports; others, such as {@code ack}, look for filters. */
    private static final Set<String> FIND_OPEN = Set.of("syn", "connect", "udp");

    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    /** {@code -sV}, also as {@code -sSV}, and {@code -A}, which stands for it among others. */
    private static final Pattern ASKS_VERSIONS = Pattern.compile("(?:^|\\s)-(?:s[A-Za-z]*V[A-Za-z]*|A)(?:\\s|$)");

    private final Map<String, BitSet> asked = new HashMap<>();
    private final Set<String> answered = new HashSet<>();
    private final Set<String> families = new HashSet<>();
    private int silentUdp;
    private int listedSilentUdp;
    private boolean versions;

    /** The command line. */
    void called(String args) {
        versions |= ASKS_VERSIONS.matcher(args).find();
    }

    /** {@code scaninfo}, one for each protocol. */
    void asked(Element scan) {
        if (!FIND_OPEN.contains(scan.attribute("type"))) {
            return;
        }
        BitSet ports = asked.computeIfAbsent(scan.attribute("protocol"), p -> new BitSet());
        for (String part : scan.attribute("services").split(",", PORT_MAX)) {
            Matcher range = RANGE.matcher(part.strip());
            if (range.matches()) {
                int from = Math.max(1, Integer.parseInt(range.group(1)));
                int to = Math.min(range.group(2) == null ? from : Integer.parseInt(range.group(2)), PORT_MAX);
                if (from <= to) {
                    ports.set(from, to + 1);
                }
            }
        }
    }

    void host(Element host) {
        host.all("address").stream()
                .map(address -> address.attribute("addrtype"))
                .filter(family -> !family.equals("mac"))
                .forEach(families::add);
        for (Element ports : host.all("ports")) {
            ports.all("extraports").forEach(this::alike);
            ports.all("port").forEach(this::port);
        }
    }

    private void port(Element port) {
        String protocol = port.attribute("protocol");
        String state = port.first("state").map(s -> s.attribute("state")).orElse("");
        if (state.equals("open") || state.equals("closed")) {
            answered.add(protocol);
        } else if (state.equals("open|filtered") && protocol.equals("udp")) {
            listedSilentUdp++;
        }
        versions |= port.first("service")
                .filter(s -> s.attribute("method").equals("probed"))
                .isPresent();
    }

    /** Ports that are not listed one by one. Before version 7.92 the reason alone tells which protocol they are of. */
    private void alike(Element ports) {
        if (ports.attribute("state").equals("open|filtered")) {
            silentUdp += count(ports);
        }
        if (ports.attribute("state").equals("closed")) {
            for (Element reason : ports.all("extrareasons")) {
                String protocol = reason.attribute("proto");
                boolean udp = protocol.isEmpty()
                        ? reason.attribute("reason").startsWith("port-unreach")
                        : protocol.equals("udp");
                answered.add(udp ? "udp" : "tcp");
            }
        }
    }

    private static int count(Element ports) {
        String count = ports.attribute("count");
        return count.matches("\\d{1,6}") ? Integer.parseInt(count) : 1;
    }

    /** Says what the run lacks; where no host was met, that says it all. */
    void tell(Intake intake) {
        if (families.isEmpty()) {
            return;
        }
        int tcp = asked.getOrDefault("tcp", new BitSet()).cardinality();
        if (tcp == 0) {
            intake.gap(Gap.Reason.NO_TCP);
        } else if (tcp < PORT_MAX) {
            intake.gap(Gap.Reason.TCP_PARTLY, "" + tcp);
        }
        if (tcp > 0 && !answered.contains("tcp")) {
            intake.gap(Gap.Reason.TCP_SILENT);
        }
        int udp = asked.getOrDefault("udp", new BitSet()).cardinality();
        if (udp == 0) {
            intake.gap(Gap.Reason.NO_UDP);
        } else if (udp < PORT_MAX) {
            intake.gap(Gap.Reason.UDP_PARTLY, "" + udp);
        }
        int silent = silentUdp + (answered.contains("udp") ? 0 : listedSilentUdp);
        if (udp > 0 && (silent > 0 || !answered.contains("udp"))) {
            intake.gap(Gap.Reason.UDP_SILENT, "" + silent);
        }
        if (!families.contains("ipv4")) {
            intake.gap(Gap.Reason.NO_IPV4);
        }
        if (!families.contains("ipv6")) {
            intake.gap(Gap.Reason.NO_IPV6);
        }
        if (!versions) {
            intake.gap(Gap.Reason.NO_VERSIONS);
        }
        intake.gap(Gap.Reason.SIDES_UNTOLD);
    }
}
