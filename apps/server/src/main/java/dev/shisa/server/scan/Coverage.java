package dev.shisa.server.scan;

import dev.shisa.scan.Gap;
import dev.shisa.scan.ScanFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * How far the open ports of a release were looked for by the results that were taken in, as {@code network.scanned} says it.
 * Several runs add up: one by TCP, one by UDP. A protocol counts only if all its ports were asked at the product's every address
 * that any of the runs knows, so that TCP by IPv4 and UDP by IPv6 are no whole. From which sides they were asked no tool
 * can say, nor that there is no IPv6; that is left to a person.
 *
 * @param said empty: no protocol was looked at as a whole
 * @param runs on which it rests, the newest first
 */
record Coverage(SortedSet<String> said, List<ScanImport> runs) {

    /** @param all of the series, the newest first */
    static Coverage of(List<ScanImport> all, UUID releaseId) {
        List<ScanImport> runs = all.stream()
                .filter(scan -> scan.releaseId().equals(releaseId) && counts(scan))
                .toList();
        List<Gap.Reason> families = new ArrayList<>(List.of(Gap.Reason.NO_IPV4, Gap.Reason.NO_IPV6));
        families.removeIf(without -> runs.stream().allMatch(run -> run.lacks(without)));
        SortedSet<String> said = new TreeSet<>();
        if (whole(runs, families, Gap.Reason.NO_TCP, Gap.Reason.TCP_PARTLY, Gap.Reason.TCP_SILENT)) {
            said.add("tcp");
        }
        if (whole(runs, families, Gap.Reason.NO_UDP, Gap.Reason.UDP_PARTLY, Gap.Reason.UDP_SILENT)) {
            said.add("udp");
        }
        if (!said.isEmpty()) {
            said.add("firmware");
            families.forEach(without -> said.add(without == Gap.Reason.NO_IPV4 ? "ipv4" : "ipv6"));
        }
        return new Coverage(said, runs);
    }

    /** One shipped product, looked at until the end by a tool that says how far. */
    private static boolean counts(ScanImport scan) {
        return scan.withdrawn() == null
                && scan.format() == ScanFormat.NMAP
                && scan.targets().size() == 1
                && scan.shipping()
                && !scan.lacksWeaknesses()
                && !scan.lacks(Gap.Reason.PORTS_UNTOLD);
    }

    private static boolean whole(List<ScanImport> runs, List<Gap.Reason> families, Gap.Reason... lacking) {
        return !families.isEmpty()
                && families.stream()
                        .allMatch(family -> runs.stream()
                                .anyMatch(run -> !run.lacks(family)
                                        && List.of(lacking).stream().noneMatch(run::lacks)));
    }
}
