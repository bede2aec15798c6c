package dev.shisa.server.conformity;

import dev.shisa.conformity.Division;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a guide asks of a series, or of the organisation, at a glance.
 *
 * @param title the answer of the page in a sentence
 * @param shown the state that the page is filtered by, or null for all
 * @param part the measure that the page is filtered by, or empty
 */
public record Board(
        String title,
        List<Tile> tiles,
        List<Parts.Tally> tallies,
        @Nullable NextStep next,
        List<Row> open,
        List<Row> settled,
        List<Against> against,
        @Nullable VerdictState shown,
        String part) {

    /**
     * One requirement that the maker decided not to adopt; its verdict stays what it is.
     *
     * @param until the last day of the decision; empty: no end
     */
    public record Against(
            String state, String number, String title, String href, String reason, String by, String until) {}

    public record Tile(String state, String number, String name, String href) {}

    /**
     * One requirement in the tables.
     *
     * @param strength of the weakest fact that carries the verdict; empty if there is none
     * @param ground why it is so, in a line
     * @param next words of the next step; empty if there is none
     * @param until the day until which it holds; empty while nothing ends
     * @param assigned who settles it; null: nobody was asked to
     */
    public record Row(
            String state,
            String number,
            String title,
            String href,
            String strength,
            String ground,
            String next,
            String nextHref,
            String asks,
            String until,
            @Nullable Assigned assigned) {}

    /**
     * Who settles a requirement.
     *
     * @param due the last day
     * @param late whether that day is over
     */
    public record Assigned(String who, String due, boolean late) {}

    /** More open rows than these make a page that nobody reads to its end; a few more than them are shown all the same. */
    private static final int FIRST = 10;

    private static final int FEW_MORE = 2;

    /** The first of the open rows, with all that somebody is late with; or all where there are not many. */
    public List<Row> first() {
        return open.size() > FIRST + FEW_MORE
                ? IntStream.range(0, open.size())
                        .filter(i -> i < FIRST || isLate(open.get(i)))
                        .mapToObj(open::get)
                        .toList()
                : open;
    }

    /** The other open rows. */
    public List<Row> later() {
        List<Row> first = first();
        return open.stream().filter(row -> !first.contains(row)).toList();
    }

    private static boolean isLate(Row row) {
        Assigned assigned = row.assigned();
        return assigned != null && assigned.late();
    }

    /** Whether anything that is open is somebody's. */
    public boolean hasAssigned() {
        return open.stream().anyMatch(row -> row.assigned() != null);
    }

    /** The one next step of the board. */
    public record NextStep(
            String title,
            String text,
            String act,
            String href,
            @Nullable String sendHref) {}

    /** The act that a next step needs: who may not do it sees the step, but no way that ends in a refusal. */
    public static String needs(String href) {
        if (href.startsWith("/confirm")) {
            return "confirm";
        }
        if (href.startsWith("/parameters/")) {
            return "set-parameters";
        }
        if (href.startsWith("/settings/people")) {
            return "manage-people";
        }
        if (href.startsWith("#")) {
            return "resolve";
        }
        return href.contains("/questions") || href.contains("/evidence/new") ? "add-evidence" : "view";
    }

    /** The stages of the way of a series that a next step belongs to. */
    public enum Stage {
        ANSWER,
        EVIDENCE,
        CONFIRM,
        APPLY
    }

    /** The stage of a next step, told by where it is done. */
    public static Stage stage(String href) {
        if (href.startsWith("/confirm") || href.startsWith("/settings/people") || Confirmers.isWaiting(href)) {
            return Stage.CONFIRM;
        }
        if (href.contains("/evidence/new")) {
            return Stage.EVIDENCE;
        }
        return href.endsWith("/application") ? Stage.APPLY : Stage.ANSWER;
    }

    /** Urgent first: what fails, what must be looked at again, what is not known, what waits for confirmation. */
    private static final List<VerdictState> URGENCY = List.of(
            VerdictState.NOT_MET,
            VerdictState.RECHECK,
            VerdictState.UNKNOWN,
            VerdictState.EXPECTED,
            VerdictState.MET,
            VerdictState.DEEMED,
            VerdictState.EXEMPT,
            VerdictState.NOT_APPLICABLE);

    static Board of(
            Judged judged,
            Framework framework,
            List<StoredVerdict> verdicts,
            Standing standing,
            @Nullable NextStep next,
            boolean scopeOpen,
            Map<RequirementId, NotAdopted.Decision> decisions,
            Map<RequirementId, Assigned> assigned,
            EvidenceLog evidence,
            Words words,
            Ui ui,
            @Nullable VerdictState shown,
            Division.@Nullable Part part) {
        String base = judged.board(framework.id());
        Map<VerdictState, Integer> counts = new EnumMap<>(VerdictState.class);
        verdicts.forEach(v -> counts.merge(v.state(), 1, Integer::sum));
        Set<UUID> needed = verdicts.stream()
                .flatMap(v -> v.ground().evidence().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<UUID, EvidenceSummary> summaries = evidence.summaries(needed);

        List<Tile> tiles = new ArrayList<>();
        List<Row> open = new ArrayList<>();
        List<Row> settled = new ArrayList<>();
        List<Against> against = new ArrayList<>();
        verdicts.stream()
                .sorted(Comparator.comparingInt((StoredVerdict v) -> URGENCY.indexOf(v.state()))
                        .thenComparing(v -> v.requirement().number()))
                .filter(v -> shown == null || v.state() == shown)
                .filter(v -> part == null || part.requirements().contains(v.requirement()))
                .forEach(v -> framework.requirement(v.requirement().number()).ifPresent(requirement -> {
                    NotAdopted.Decision decision = decisions.get(v.requirement());
                    if (decision != null && !v.state().isGreen()) {
                        against.add(against(judged, requirement, v, decision, words, ui));
                    } else {
                        Row row = row(judged, requirement, v, summaries, assigned.get(v.requirement()), words, ui);
                        (v.state().isGreen() ? settled : open).add(row);
                    }
                }));
        settled.sort(Comparator.comparing(Row::number));
        for (StoredVerdict v : verdicts) {
            framework
                    .requirement(v.requirement().number())
                    .ifPresent(requirement -> tiles.add(new Tile(
                            v.state().code(),
                            onTile(v.requirement().number()),
                            words.in(requirement.shortName()),
                            judged.page(v.requirement()))));
        }
        List<Parts.Tally> tallies = Coverage.ORDER.stream()
                .filter(state -> counts.getOrDefault(state, 0) > 0)
                .map(state -> new Parts.Tally(
                        state.code(),
                        counts.getOrDefault(state, 0),
                        state == shown ? base : base + (base.contains("?") ? "&" : "?") + "state=" + state.code(),
                        state == shown))
                .toList();
        return new Board(
                title(counts, scopeOpen, standing.next().compare(), standing.notAdopted(), words),
                tiles,
                tallies,
                next,
                open,
                settled,
                against,
                shown,
                part == null ? "" : words.in(part.measure()));
    }

    private static Against against(
            Judged judged,
            Requirement requirement,
            StoredVerdict verdict,
            NotAdopted.Decision decision,
            Words words,
            Ui ui) {
        return new Against(
                verdict.state().code(),
                requirement.id().number(),
                words.title(requirement),
                judged.page(requirement.id()),
                decision.reason(),
                words.t("against.by", decision.byName(), ui.day(decision.at())),
                decision.until() == null ? "" : decision.until().toString());
    }

    private static String title(
            Map<VerdictState, Integer> counts,
            boolean scopeOpen,
            NextInShort.@Nullable Compare compare,
            int against,
            Words words) {
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        int settled = counts.entrySet().stream()
                .filter(e -> e.getKey().isGreen())
                .mapToInt(Map.Entry::getValue)
                .sum();
        int expected = counts.getOrDefault(VerdictState.EXPECTED, 0);
        int notMet = counts.getOrDefault(VerdictState.NOT_MET, 0);
        if (settled == total) {
            return scopeOpen || compare == null
                    ? words.t(scopeOpen ? "board.title.scope" : "board.title.done", total)
                    : words.t("board.title.compare", total, compare.questions());
        }
        if (settled == 0 && expected == 0 && notMet == 0 && against == 0) {
            return words.t("board.title.start", total);
        }
        if (against > 0) {
            return words.t("board.title.against", total, settled, against, total - settled - against);
        }
        String tail = notMet > 0
                ? words.t("board.title.not-met", notMet)
                : expected > 0 ? words.t("board.title.expected", expected) : words.t("board.title.end");
        return words.t("board.title", total, settled, total - settled, tail);
    }

    /** Numbers of a guide begin alike; a tile shows what tells them apart. */
    private static String onTile(String number) {
        return number.replaceFirst("^(S1\\.1|[A-Z]+)-", "");
    }

    private static Row row(
            Judged judged,
            Requirement requirement,
            StoredVerdict verdict,
            Map<UUID, EvidenceSummary> summaries,
            @Nullable Assigned assigned,
            Words words,
            Ui ui) {
        String number = requirement.id().number();
        String href = judged.page(requirement.id());
        Ground ground = verdict.ground();
        String step = "";
        String stepHref = "";
        switch (verdict.state()) {
            case NOT_MET -> {
                step = words.t("row.next.mend");
                stepHref = href;
            }
            case RECHECK -> {
                step = words.t(ground.isReopened() ? "row.next.reopened" : "row.next.recheck");
                stepHref = ground.isReopened() ? href + "#changed" : href;
            }
            case UNKNOWN -> {
                boolean parameter = !ground.points().isEmpty()
                        && ground.points().stream().allMatch(p -> !p.unset().isEmpty());
                step = words.t(parameter ? "row.next.parameter" : "row.next.answer");
                stepHref = parameter
                        ? Judged.parameter(
                                ground.points().getFirst().unset().getFirst(),
                                judged.board(requirement.id().framework()))
                        : judged.questions(requirement.id());
            }
            case EXPECTED -> {
                boolean weak = ground.points().stream()
                        .anyMatch(p -> p.doubt() == dev.shisa.conformity.Reading.Doubt.TOO_WEAK);
                step = words.t(weak ? "row.next.strengthen" : "row.next.confirm");
                stepHref = weak ? href : judged.confirm();
            }
            case MET, NOT_APPLICABLE, DEEMED, EXEMPT -> {}
        }
        return new Row(
                verdict.state().code(),
                number,
                words.title(requirement),
                href,
                ground.strength() == null ? "" : ground.strength().name().toLowerCase(java.util.Locale.ROOT),
                ground(verdict, requirement, summaries, words),
                step,
                stepHref,
                "",
                verdict.changesAt() == null ? "" : ui.day(verdict.changesAt()),
                verdict.state().isGreen() ? null : assigned);
    }

    /** Why a verdict is so, in a line. */
    static String ground(
            StoredVerdict verdict, Requirement requirement, Map<UUID, EvidenceSummary> summaries, Words words) {
        Ground ground = verdict.ground();
        String titles = ground.evidence().stream()
                .flatMap(id -> Optional.ofNullable(summaries.get(id)).stream())
                .map(e -> e.title().in(words.locale()))
                .distinct()
                .limit(2)
                .collect(Collectors.joining(words.t("value.and")));
        return switch (verdict.state()) {
            case UNKNOWN -> words.t("row.ground.unknown", Math.max(1, ground.open()));
            case NOT_MET, RECHECK ->
                ground.points().isEmpty()
                        ? ground.isReopened() ? words.t("row.ground.reopened") : ""
                        : words.t(
                                verdict.state() == VerdictState.NOT_MET ? "row.ground.not-met" : "row.ground.recheck",
                                words.sentence(ground.points().getFirst()),
                                words.reason(
                                        ground.points().getFirst().reason(),
                                        ground.points().getFirst().doubt(),
                                        ground.points().getFirst().unset()));
            case EXPECTED -> {
                VerdictState towards = verdict.towards() == null ? VerdictState.MET : verdict.towards();
                yield words.t("row.ground.expected." + towards.code(), ground.open());
            }
            case NOT_APPLICABLE -> requirement.notApplicable() == null ? titles : words.in(requirement.notApplicable());
            case MET -> titles;
            case DEEMED, EXEMPT -> ground.ruleFails() ? words.t("row.ground.rule-fails", titles) : titles;
        };
    }
}
