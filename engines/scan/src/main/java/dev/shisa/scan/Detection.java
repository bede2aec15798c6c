package dev.shisa.scan;

import java.util.List;

/**
 * Something that a tool holds for a weakness. What it only tells (an open port, a banner) is none.
 *
 * @param rule the tool's own number or name of the test
 * @param name what the tool calls it
 * @param severity how severe it calls it
 * @param cves CVE ids, in their order in the file
 * @param cwes {@code CWE-79}
 * @param host address or name; empty if it concerns no host
 * @param port 1 to 65535; 0 if it concerns no port
 * @param protocol {@code tcp}, {@code udp} …; empty if unknown
 * @param place path, address or line of source within the host; empty if there is none
 * @param evidence what the tool saw, cut to {@link #EVIDENCE_CHARS_MAX}
 */
public record Detection(
        String rule,
        String name,
        Severity severity,
        List<String> cves,
        List<String> cwes,
        String host,
        int port,
        String protocol,
        String place,
        String evidence) {

    /** What a person reads before judging; the whole is in the file. */
    public static final int EVIDENCE_CHARS_MAX = 2_000;

    static final int NAME_CHARS_MAX = 300;

    public Detection {
        rule = Texts.line(rule, 100);
        name = Texts.line(name, NAME_CHARS_MAX);
        cves = Texts.cves(cves);
        cwes = Texts.cwes(cwes);
        host = Texts.line(host, 100);
        protocol = Texts.line(protocol, 20);
        place = Texts.line(place, NAME_CHARS_MAX);
        evidence = Texts.block(evidence, EVIDENCE_CHARS_MAX);
    }

    /** Whether another result tells the same: the same test with the same outcome at the same place. */
    boolean sameAs(Detection other) {
        return identity().equals(other.identity());
    }

    /** What makes it this one and no other, also in a later result of the same tool. */
    public String identity() {
        return String.join("\n", rule, String.join(",", cves), host, "" + port, protocol, place);
    }
}
