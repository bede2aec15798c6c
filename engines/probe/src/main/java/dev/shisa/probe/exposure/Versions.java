package dev.shisa.probe.exposure;

import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Verdict;
import dev.shisa.probe.ports.Service;
import dev.shisa.probe.run.Bench;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether the device tells of a version with a published attack. Where it tells nothing, nothing was looked up. */
public final class Versions {

    private Versions() {}

    /** Judges what was told in this run and in the greetings of these services. */
    public static void judge(Bench bench, List<Service> services) {
        List<String> texts = new ArrayList<>(bench.told());
        services.forEach(service -> texts.add(service.bannerText()));
        boolean wrong = false;
        for (String text : texts) {
            for (KnownVersions.Match match : KnownVersions.in(text)) {
                String where = services.stream()
                        .filter(s -> s.bannerText().contains(match.version()))
                        .map(Service::where)
                        .findFirst()
                        .orElse(bench.declared().address().getHostAddress());
                Exchange proof =
                        new Exchange("", bench.secrets().mask(text.substring(0, Math.min(400, text.length()))));
                if (match.byDistribution()) {
                    bench.pass(
                            Key.VULN,
                            where,
                            "version-of-distribution",
                            proof,
                            match.product(),
                            match.version(),
                            match.published());
                } else {
                    wrong = true;
                    bench.fail(
                            Key.VULN,
                            where,
                            "version-known",
                            proof,
                            match.product(),
                            match.version(),
                            match.published());
                }
            }
        }
        told(bench, services);
        if (!wrong && texts.stream().allMatch(String::isBlank)) {
            bench.observe(
                    Key.VULN,
                    Verdict.UNKNOWN,
                    bench.declared().address().getHostAddress(),
                    "versions-none-told",
                    Exchange.NONE);
        } else if (!wrong) {
            bench.pass(
                    Key.VULN,
                    bench.declared().address().getHostAddress(),
                    "versions-unknown",
                    Exchange.NONE,
                    texts.size(),
                    KnownVersions.size());
        }
    }

    /** Every version that is told, for those who have the vulnerability sources at hand; here none is judged. */
    private static void told(Bench bench, List<Service> services) {
        Map<String, String> texts = bench.toldWhere();
        services.forEach(service -> texts.put(service.bannerText(), service.where()));
        Set<String> known = new HashSet<>();
        texts.forEach((text, where) -> {
            for (ToldVersion one : ToldVersion.in(text)) {
                if (known.add(where + one.product() + one.version())) {
                    bench.observe(
                            Key.VULN,
                            Verdict.NA,
                            where,
                            "version-told",
                            new Exchange("", bench.secrets().mask(one.text())),
                            one.product(),
                            one.version(),
                            String.join(" ", one.cpes()),
                            one.purl());
                }
            }
        });
    }
}
