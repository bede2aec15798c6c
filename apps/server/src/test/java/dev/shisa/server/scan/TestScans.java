package dev.shisa.server.scan;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.catalogue.ParameterCopies;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.platform.account.Person;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Results of scanning tools, as small as the tools would write them. */
public final class TestScans {

    private TestScans() {}

    /** A Nessus result of one host; each plugin's number is its name, too. */
    public static byte[] nessus(Instant ended, String... plugins) {
        StringBuilder items = new StringBuilder();
        for (String plugin : plugins) {
            items.append("""
                    <ReportItem port="443" svc_name="www" protocol="tcp" severity="3" pluginID="%1$s" pluginName="Weakness %1$s">
                    <cve>CVE-2099-%1$s</cve><plugin_output>seen %1$s &lt;b&gt;</plugin_output></ReportItem>
                    """.formatted(plugin));
        }
        return """
                <?xml version="1.0" ?>
                <NessusClientData_v2><Report name="camera"><ReportHost name="192.0.2.20"><HostProperties>
                <tag name="HOST_END_TIMESTAMP">%d</tag></HostProperties>
                %s
                <ReportItem port="0" svc_name="general" protocol="tcp" severity="0" pluginID="19506" pluginName="Nessus Scan Information">
                <plugin_output>Nessus version : 10.9.3
                Plugin feed version : %s0101</plugin_output></ReportItem>
                </ReportHost></Report></NessusClientData_v2>
                """.formatted(
                        ended.getEpochSecond(),
                        items,
                        DateTimeFormatter.BASIC_ISO_DATE.format(LocalDate.ofInstant(ended, ZoneOffset.UTC)))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A port scan that found one open port. */
    public static byte[] nmap(Instant ended) {
        return """
                <nmaprun version="7.95"><host><address addr="192.0.2.20" addrtype="ipv4"/><ports>
                <port protocol="tcp" portid="443"><state state="open"/><service name="https"/></port></ports></host>
                <runstats><finished time="%d" exit="success"/></runstats></nmaprun>
                """.formatted(ended.getEpochSecond()).getBytes(StandardCharsets.UTF_8);
    }

    /** For how long a scan counts, which the company enters. */
    public static final ParameterCopies.ParameterCopy COUNTS =
            new ParameterCopies.ParameterCopy("scan.days", "36500", "社内の決まり");

    /** A scan of all ports of one protocol and address family, each closed. */
    public static byte[] nmap(Instant ended, String protocol, String family) {
        return """
                <nmaprun args="nmap -sV -p-" version="7.95"><scaninfo type="%2$s" protocol="%1$s" services="1-65535"/><host>
                <address addr="%4$s" addrtype="%3$s"/><ports><extraports state="closed" count="65535">
                <extrareasons reason="x" proto="%1$s"/></extraports></ports></host>
                <runstats><finished time="%5$d" exit="success"/></runstats></nmaprun>
                """.formatted(
                        protocol,
                        protocol.equals("tcp") ? "syn" : protocol,
                        family,
                        family.equals("ipv4") ? "192.0.2.20" : "2001:db8::20",
                        ended.getEpochSecond())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** S1.1-13 by a scan that detected nothing: the facts of its evidence, for a release of version 2.4.1. */
    public static void nothingDetected(
            EvidenceLog evidence, UUID series, UUID release, Person person, Instant observed) {
        Subject subject = new Subject(Subject.Kind.RELEASE, release);
        Map<Slot, Value> facts = new HashMap<>(Map.of(
                Slot.of("network.services", ""), Value.words("web"),
                Slot.of("service.need", "web"), Value.word("needed"),
                Slot.of("bluetooth.profiles", ""), Value.words(),
                Slot.of("usb.functions", ""), Value.words(),
                Slot.of("scan.kind", ""), Value.word("scanner"),
                Slot.of("scan.tool", ""), Value.word("Example Scanner 5.2"),
                Slot.of("scan.database", ""), Value.day(LocalDate.of(2026, 11, 1)),
                Slot.of("scan.firmware", ""), Value.word("this"),
                Slot.of("scan.date", ""), Value.day(LocalDate.of(2026, 11, 10)),
                Slot.of("scan.detections", ""), Value.words()));
        facts.put(Slot.of("network.scanned", ""), Value.words("tcp", "udp", "ipv4", "no-ipv6", "sides", "firmware"));
        evidence.record(
                new NewEvidence(
                        EvidenceKind.TEST,
                        Strength.TESTED,
                        "検査",
                        "検査の結果",
                        "",
                        series,
                        release,
                        null,
                        null,
                        Map.of(
                                "model", "MC-210",
                                "firmware", "2.4.1",
                                "procedure", "scan",
                                "observed", "nothing",
                                "performed-by", "検査 花子",
                                "performed-on", "2026-11-10"),
                        observed,
                        null,
                        person,
                        person.name(),
                        "page",
                        null),
                facts.entrySet().stream()
                        .map(e -> NewFact.of(subject, e.getKey(), e.getValue(), "設定画面に使います。"))
                        .toList());
    }
}
