package dev.shisa.server.scan;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

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
}
