package dev.shisa.server.executive;

import dev.shisa.conformity.VerdictState;
import dev.shisa.server.conformity.Ground;
import dev.shisa.server.conformity.RequirementLinks;
import dev.shisa.server.executive.ExecutiveView.Product;
import dev.shisa.server.executive.ExecutiveView.Sums;
import dev.shisa.server.executive.ExecutiveView.Tile;
import dev.shisa.server.plan.Roadmaps;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesStanding;
import dev.shisa.server.vulnerability.OpenFindings;
import java.text.NumberFormat;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What executives read, in words: on the page and on the sheet of paper alike. */
@Component
class ExecutiveOverview {

    /** Products that are named; the others are in the list of products. */
    static final int PRODUCTS_MAX = 10;

    /** A company with more has executives for each division. */
    private static final int SERIES_MAX = 5_000;

    /** So many days before the end of support somebody has to decide what comes next. */
    private static final int SUPPORT_SOON_DAYS = 365;

    private final Preparedness readiness;
    private final Costs costs;
    private final Products products;
    private final ObjectProvider<SeriesStanding> standings;
    private final OpenFindings findings;
    private final Roadmaps roadmaps;
    private final RequirementLinks links;
    private final InstantSource clock;

    ExecutiveOverview(
            Preparedness readiness,
            Costs costs,
            Products products,
            ObjectProvider<SeriesStanding> standings,
            OpenFindings findings,
            Roadmaps roadmaps,
            RequirementLinks links,
            InstantSource clock) {
        this.readiness = readiness;
        this.costs = costs;
        this.products = products;
        this.standings = standings;
        this.findings = findings;
        this.roadmaps = roadmaps;
        this.links = links;
        this.clock = clock;
    }

    /** All of it, as of now. */
    ExecutiveView.Content of(Person person, Ui ui) {
        List<Tile> tiles =
                readiness.now().stream().map(s -> tile(s, person, ui)).toList();
        int ready = (int) tiles.stream().filter(t -> isReady(t.state())).count();
        List<Series> all = products.visibleTo(person, 0, SERIES_MAX);
        List<UUID> ids = all.stream().map(Series::id).toList();
        Map<UUID, SeriesStanding.Standing> standing = new HashMap<>();
        standings.forEach(source -> standing.putAll(source.standings(ids, ui.locale())));
        Map<UUID, OpenFindings.Count> open = findings.of(ids);
        LocalDate soon = LocalDate.ofInstant(clock.instant(), Ui.ZONE).plusDays(SUPPORT_SOON_DAYS);
        record Seen(
                Series series,
                SeriesStanding.@Nullable Standing standing,
                OpenFindings.@Nullable Count open,
                int weight) {}
        List<Seen> seen = new ArrayList<>();
        for (Series series : all) {
            SeriesStanding.Standing how = standing.get(series.id());
            OpenFindings.Count count = open.get(series.id());
            seen.add(new Seen(series, how, count, weight(how, count, soon)));
        }
        List<Seen> named = seen.stream()
                .filter(s -> s.weight() > 0)
                .sorted(Comparator.comparingInt(Seen::weight).reversed())
                .limit(PRODUCTS_MAX)
                .toList();
        Map<UUID, Roadmaps.Roadmap> plans =
                roadmaps.of(named.stream().map(Seen::series).toList());
        CostSheet sheet = costs.sheet();
        return new ExecutiveView.Content(
                tiles.isEmpty()
                        ? ui.t("executive.title.none")
                        : ui.t(ready == tiles.size() ? "executive.title.all" : "executive.title", tiles.size(), ready),
                tiles,
                ready,
                all.size(),
                (int) standing.values().stream()
                        .filter(SeriesStanding.Standing::isDone)
                        .count(),
                (int) seen.stream().filter(s -> s.weight() > 0).count(),
                open.values().stream().mapToInt(OpenFindings.Count::late).sum(),
                all.size() - open.size(),
                named.stream()
                        .map(s -> product(
                                s.series(),
                                s.standing(),
                                s.open(),
                                plans.get(s.series().id()),
                                soon,
                                ui))
                        .toList(),
                sheet.losses().isEmpty() && sheet.measures().isEmpty() ? null : sums(sheet, ui));
    }

    private static boolean isReady(String state) {
        return VerdictState.parse(state).filter(VerdictState::isGreen).isPresent();
    }

    private Tile tile(Preparedness.Standing standing, Person person, Ui ui) {
        return new Tile(
                ui.t("executive.pillar." + standing.pillar().id()),
                standing.state().code(),
                standing.requirement().text().in(ui.locale()),
                standing.state().isGreen() ? List.of() : why(standing, ui),
                standing.ofProducts() == 0 ? "" : ui.t("executive.of-products", standing.ofProducts()),
                links.ofCompany(standing.requirement().id(), person).orElse(""));
    }

    /** What is not there yet, with what is the matter with it: alone it would read as if it were. */
    private static List<String> why(Preparedness.Standing standing, Ui ui) {
        boolean japanese = ui.locale().getLanguage().equals("ja");
        List<String> why = new ArrayList<>();
        for (Ground.Point point : standing.points()) {
            String condition = japanese ? point.ja() : point.en();
            if (condition != null) {
                // What the company itself has to set decides before any record does.
                why.add(ui.t(
                        "executive.why."
                                + (point.unset().isEmpty() ? standing.state().code() : "unset"),
                        condition));
            }
        }
        return why.stream().distinct().toList();
    }

    /** What is late weighs most, then what is not met, then what is urgent, then support that ends soon. */
    private static int weight(
            SeriesStanding.@Nullable Standing standing, OpenFindings.@Nullable Count open, LocalDate soon) {
        int weight = 0;
        if (open != null) {
            weight += 1_000_000 * Math.min(900, open.late()) + 100 * Math.min(90, open.immediate());
        }
        if (standing != null) {
            weight += 10_000 * Math.min(90, standing.count("not-met"));
            LocalDate end = standing.supportEnds();
            weight += end != null && end.isBefore(soon) ? 1 : 0;
        }
        return weight;
    }

    private static Product product(
            Series series,
            SeriesStanding.@Nullable Standing standing,
            OpenFindings.@Nullable Count open,
            Roadmaps.@Nullable Roadmap roadmap,
            LocalDate soon,
            Ui ui) {
        LocalDate end = standing == null ? null : standing.supportEnds();
        return new Product(
                series.name(),
                "/products/" + series.code(),
                standing == null
                        ? ui.t("executive.label.none")
                        : standing.count("not-met") > 0
                                ? ui.t(
                                        "executive.label.fails",
                                        standing.settled(),
                                        standing.total(),
                                        standing.count("not-met"))
                                : ui.t("executive.label", standing.settled(), standing.total()),
                standing == null ? "/products/" + series.code() : standing.href(),
                open == null
                        ? ui.t("executive.findings.unwatched")
                        : Stream.of(
                                        open.all() == 0
                                                ? ui.t("executive.findings.none")
                                                : ui.t("executive.findings", open.all()),
                                        open.immediate() == 0
                                                ? ""
                                                : ui.t("executive.findings.immediate", open.immediate()),
                                        open.late() == 0 ? "" : ui.t("executive.findings.late", open.late()))
                                .filter(s -> !s.isEmpty())
                                .reduce((a, b) -> a + ui.t("executive.and") + b)
                                .orElse(""),
                open == null
                        ? "unknown"
                        : open.late() > 0 || open.immediate() > 0 ? "not-met" : open.all() > 0 ? "recheck" : "met",
                "/products/" + series.code() + "/vulnerabilities",
                end == null ? "" : end.toString(),
                end == null || !end.isBefore(soon)
                        ? ""
                        : ui.t(
                                end.isBefore(soon.minusDays(SUPPORT_SOON_DAYS))
                                        ? "executive.support.past"
                                        : "executive.support.soon"),
                plan(roadmap, ui),
                next(roadmap, ui),
                "/products/" + series.code() + "/plan");
    }

    private static String plan(Roadmaps.@Nullable Roadmap roadmap, Ui ui) {
        if (roadmap == null) {
            return ui.t("executive.plan.none");
        }
        LocalDate until = roadmap.until();
        return roadmap.open() == 0
                ? ui.t("executive.plan.nothing")
                : until == null
                        ? ui.t("executive.plan.never", roadmap.open())
                        : roadmap.undated() > 0
                                ? ui.t("executive.plan.partly", until.toString(), roadmap.undated())
                                : ui.t("executive.plan.until", until.toString());
    }

    private static String next(Roadmaps.@Nullable Roadmap roadmap, Ui ui) {
        if (roadmap == null || roadmap.next() == null) {
            return "";
        }
        LocalDate until = roadmap.nextUntil();
        String what = roadmap.next().in(ui.locale());
        return until == null
                ? ui.t("executive.plan.next", what)
                : ui.t("executive.plan.next.until", what, until.toString());
    }

    static Sums sums(CostSheet sheet, Ui ui) {
        CostSheet.Sums sums = sheet.sums();
        String key = sheet.losses().isEmpty()
                ? "executive.sums.no-losses"
                : sheet.measures().isEmpty()
                        ? "executive.sums.no-measures"
                        : sums.gain() >= 0 ? "executive.sums.gain" : "executive.sums.loss";
        return new Sums(
                yen(sums.without(), ui),
                yen(sums.with(), ui),
                yen(sums.costs(), ui),
                yen(sums.incident(), ui),
                ui.t(key, yen(sums.costs(), ui), yen(sums.without() - sums.with(), ui), yen(Math.abs(sums.gain()), ui)),
                key.endsWith("gain") ? "met" : key.endsWith("loss") ? "recheck" : "unknown");
    }

    static String yen(long yen, Ui ui) {
        return ui.t(
                "executive.yen", NumberFormat.getIntegerInstance(ui.locale()).format(yen));
    }
}
