package dev.shisa.server.bench;

import dev.shisa.bom.Component;
import dev.shisa.probe.Evidence;
import dev.shisa.probe.Key;
import dev.shisa.probe.Report;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.sbom.ReleaseList;
import dev.shisa.server.sbom.ReleaseLists;
import dev.shisa.server.vulnerability.PartLookup;
import dev.shisa.vulnerability.Coverage;
import dev.shisa.vulnerability.Cpe;
import dev.shisa.vulnerability.Finding;
import dev.shisa.vulnerability.Part;
import dev.shisa.vulnerability.Purl;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/**
 * The versions that a device named of itself during a run: what the vulnerability sources say of them as they stand now,
 * and whether the bill of materials of the release says the same (JC-STAR S1.1-13 ②). A greeting is no scan, so nothing
 * here decides a verdict; a distribution's package is judged by the distribution's own source, or asks.
 */
@Service
class ToldVersions {

    private static final String CODE = "version-told";
    private static final int ARGUMENTS = 4;
    private static final int ROWS_MAX = 50;
    private static final int GRAVEST_SHOWN_MAX = 5;

    private static final Pattern EPOCH = Pattern.compile("^\\d+:");
    private static final Pattern REVISION = Pattern.compile("-[^-]*$");
    private static final Pattern WORD_END = Pattern.compile("[^0-9A-Za-z].*", Pattern.DOTALL);

    private final PartLookup lookup;
    private final ReleaseLists lists;

    ToldVersions(PartLookup lookup, ReleaseLists lists) {
        this.lookup = lookup;
        this.lists = lists;
    }

    /** Whether an observation is no more than a version that was told. */
    static boolean isTold(Evidence one) {
        return one.code().equals(CODE) && one.args().size() >= ARGUMENTS;
    }

    /** One version as the probe reported it. */
    private record One(String ref, Evidence seen) {

        String product() {
            return seen.args().get(0);
        }

        /** As it was told, with the distribution's mark. */
        String version() {
            return seen.args().get(1);
        }

        List<String> cpes() {
            return Arrays.stream(seen.args().get(2).split(" ", 10))
                    .filter(cpe -> !cpe.isBlank())
                    .toList();
        }

        Optional<Purl> purl() {
            return Purl.parse(seen.args().get(3));
        }

        Part part() {
            String purl = seen.args().get(3);
            return new Part(
                    ref,
                    product(),
                    upstream(),
                    purl.isBlank() ? List.of() : List.of(purl),
                    cpes(),
                    List.of(),
                    "",
                    List.of());
        }

        String upstream() {
            return version().split(" ", 2)[0];
        }
    }

    BenchView.Told of(BenchRun run, Ui ui) {
        Report report = run.report();
        List<One> told = report == null ? List.of() : told(report);
        if (told.isEmpty()) {
            return new BenchView.Told("", List.of(), List.of());
        }
        Map<String, PartLookup.Said> said =
                lookup.of(told.stream().map(One::part).toList());
        Optional<ReleaseList> list = lists.of(run.releaseId());
        List<BenchView.ToldRow> rows = new ArrayList<>();
        for (One one : told) {
            rows.add(row(
                    one,
                    said.getOrDefault(one.ref(), new PartLookup.Said(Coverage.UNIDENTIFIED, List.of())),
                    list,
                    ui));
        }
        long known = said.values().stream().filter(s -> !s.certain().isEmpty()).count();
        long contradicted =
                rows.stream().filter(BenchView.ToldRow::contradicted).count();
        return new BenchView.Told(
                ui.t("bench.told.counts", rows.size(), known, contradicted),
                rows,
                lookup.sources(ui).stream()
                        .map(s -> new BenchView.ToldSource(
                                ui.t("bench.told.source", s.name(), s.age(), s.word()),
                                !s.state().equals("met")))
                        .toList());
    }

    private static List<One> told(Report report) {
        var result = report.results().get(Key.VULN);
        List<One> told = new ArrayList<>();
        if (result != null) {
            for (Evidence seen : result.evidence()) {
                if (isTold(seen) && told.size() < ROWS_MAX) {
                    told.add(new One("told-" + told.size(), seen));
                }
            }
        }
        return told;
    }

    private static BenchView.ToldRow row(One one, PartLookup.Said said, Optional<ReleaseList> list, Ui ui) {
        List<String> says = new ArrayList<>();
        List<PartLookup.Found> certain = said.certain();
        List<PartLookup.Found> asking = said.asking();
        if (!certain.isEmpty()) {
            double score = 0;
            for (PartLookup.Found found : certain) {
                Double rated = found.score();
                score = rated == null ? score : Math.max(score, rated);
            }
            says.add(
                    score == 0
                            ? ui.t("bench.told.known", certain.size())
                            : ui.t("bench.told.known.score", certain.size(), score));
            long exploited =
                    certain.stream().filter(PartLookup.Found::exploited).count();
            if (exploited > 0) {
                says.add(ui.t("bench.told.exploited", exploited));
            }
        }
        if (!asking.isEmpty()) {
            boolean mended = asking.stream().allMatch(f -> f.certainty() == Finding.Certainty.BACKPORT_NOT_KNOWN);
            says.add(ui.t(mended ? "bench.told.mended" : "bench.told.asking", asking.size()));
        }
        if (said.found().isEmpty()) {
            says.add(ui.t("bench.told.coverage." + said.coverage().name().toLowerCase(Locale.ROOT)));
        }
        String state = !said.found().isEmpty() ? "recheck" : said.coverage() == Coverage.EVALUATED ? "info" : "unknown";
        List<BenchView.ToldLink> gravest = said.found().stream()
                .limit(GRAVEST_SHOWN_MAX)
                .map(f -> new BenchView.ToldLink(f.id(), f.href()))
                .toList();
        List<String> others = list.map(l -> versions(one, l)).orElse(List.of());
        boolean same = others.stream().anyMatch(version -> isSame(one, version));
        boolean contradicted = !others.isEmpty() && !same;
        return new BenchView.ToldRow(
                one.product() + " " + one.version(),
                one.seen().where(),
                one.seen().exchange().received(),
                state,
                ui.t("bench.told.state." + state),
                says,
                gravest,
                said.found().size() - gravest.size(),
                list.isEmpty()
                        ? ui.t("bench.told.list.none")
                        : others.isEmpty()
                                ? ui.t("bench.told.list.absent")
                                : ui.t(
                                        same ? "bench.told.list.same" : "bench.told.list.other",
                                        String.join(", ", others)),
                contradicted);
    }

    /** The versions of the same thing in a list; the same by a name of CPE, or by the name of its package. */
    private static List<String> versions(One one, ReleaseList list) {
        Set<String> products =
                one.cpes().stream().flatMap(c -> product(c).stream()).collect(Collectors.toSet());
        Set<String> names = new HashSet<>(Set.of(word(one.product())));
        one.purl().map(Purl::name).map(ToldVersions::word).ifPresent(names::add);
        Predicate<Component> isIt = component ->
                component.cpes().stream().flatMap(c -> product(c).stream()).anyMatch(products::contains)
                        || names.contains(word(component.name()))
                        || names.contains(word(component.sourcePackage().split("[ @]", 2)[0]))
                        || component.purls().stream()
                                .flatMap(p -> Purl.parse(p).stream())
                                .anyMatch(p -> names.contains(word(p.name()))
                                        || names.contains(word(p.qualifier("upstream"))));
        return list.components().stream()
                .filter(isIt)
                .map(Component::version)
                .filter(version -> !version.isBlank())
                .distinct()
                .limit(GRAVEST_SHOWN_MAX)
                .toList();
    }

    private static Optional<String> product(String cpe) {
        return Cpe.parse(cpe).map(name -> name.vendor() + ":" + name.product());
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    /**
     * Whether what a list says is what the device told. A list may be more precise ({@code 3.10.108} for {@code 3.10}, a
     * package's revision behind the version); where both tell a revision, they must be equal.
     */
    static boolean isSame(String told, Optional<String> whole, String listed) {
        String bare = EPOCH.matcher(listed.strip()).replaceFirst("");
        if (whole.isPresent() && REVISION.matcher(bare).find()) {
            return EPOCH.matcher(whole.get()).replaceFirst("").equals(bare);
        }
        return bare.equalsIgnoreCase(told)
                || (bare.regionMatches(true, 0, told, 0, told.length())
                        && WORD_END.matcher(bare.substring(told.length())).matches());
    }

    private static boolean isSame(One one, String listed) {
        Optional<String> whole = one.purl().map(Purl::version).filter(v -> v.contains("-"));
        return isSame(one.upstream(), whole, listed);
    }
}
