package dev.shisa.server.application;

import dev.shisa.conformity.Text;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.application.ApplicationAnswers.Snapshot;
import dev.shisa.server.application.ChangeSource.Found;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.ChangeImpact;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * What changed since the label was issued, compared with what the label was issued for. A person judges of each thing
 * whether IPA is to be told; nothing here decides that.
 */
@Component
class LabelChanges {

    /** More of one sort nobody judges one by one; the source's own list has all. */
    static final int CHANGES_MAX = 500;

    private final Products products;
    private final ApplicationAnswers answers;
    private final EvidenceLog evidence;
    private final ObjectProvider<ChangeSource> sources;
    private final Settings settings;
    private final Messages messages;
    private final InstantSource clock;

    LabelChanges(
            Products products,
            ApplicationAnswers answers,
            EvidenceLog evidence,
            ObjectProvider<ChangeSource> sources,
            Settings settings,
            Messages messages,
            InstantSource clock) {
        this.products = products;
        this.answers = answers;
        this.evidence = evidence;
        this.sources = sources;
        this.settings = settings;
        this.messages = messages;
        this.clock = clock;
    }

    /** How far one change is. */
    enum State {
        /** Nobody has judged it. */
        OPEN,
        /** Judged: nothing is to be told. */
        NOTHING,
        /** Judged: IPA is to be told, and no notice tells it yet. */
        NEEDED,
        /** A notice tells it, which has not been sent. */
        DRAFTED,
        /** The notice was sent. */
        SENT,
        /** IPA took the notice. */
        TAKEN;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isSettled() {
            return this == NOTHING || this == TAKEN;
        }
    }

    /**
     * A change with what people did about it.
     *
     * @param judged how it was judged, or null
     * @param notice which notice tells it, or null
     */
    record Change(
            Found found,
            State state,
            @Nullable Entry judged,
            @Nullable Entry notice) {}

    /** Newest first; empty without a label. */
    List<Change> of(Series series, Journal journal) {
        Entry label = journal.label().orElse(null);
        if (label == null) {
            return List.of();
        }
        return of(series, journal, label, answers.of(series));
    }

    List<Change> of(Series series, Journal journal, Entry label, Snapshot now) {
        List<Found> found = new ArrayList<>();
        String here = "/products/" + URLEncoder.encode(series.code(), StandardCharsets.UTF_8);
        releases(series, label, here, found);
        models(series, label, here, found);
        support(label, now, here, found);
        verdicts(label, now, here, found);
        evidence(label, now, found);
        sources.forEach(source ->
                source.since(series, label.on()).stream().limit(CHANGES_MAX).forEach(found::add));
        return found.stream()
                .sorted(Comparator.comparing(Found::on).reversed().thenComparing(Found::key))
                .map(one -> judged(one, journal))
                .toList();
    }

    private static Change judged(Found found, Journal journal) {
        Entry judged = journal.judgement(found.key());
        Entry notice = judged == null ? null : journal.noticeOf(found.key());
        State state;
        if (judged == null) {
            state = State.OPEN;
        } else if (judged.value("needs").equals("nothing")) {
            state = State.NOTHING;
        } else if (notice == null) {
            state = State.NEEDED;
        } else {
            state = switch (journal.noticeState(notice)) {
                case DRAFT -> State.DRAFTED;
                case SENT -> State.SENT;
                case TAKEN -> State.TAKEN;
            };
        }
        return new Change(found, state, judged, notice);
    }

    private void releases(Series series, Entry label, String here, List<Found> found) {
        String labelled = labelled(label);
        String place = here + "/releases";
        List<Release> releases = products.releases(series.id());
        Set<UUID> upToLabel = upTo(labelled, releases);
        for (Release release : releases) {
            if (!release.name().equals(labelled)) {
                LocalDate on = release.releasedOn() == null ? made(release.id()) : release.releasedOn();
                if (isSince(label, on, upToLabel.contains(release.id()))) {
                    found.add(new Found(
                            "release:" + release.name(), "release", List.of(release.name(), labelled), place, on));
                }
            }
            for (ChangeImpact impact : products.impacts(release.id())) {
                LocalDate on = day(impact.signedAt());
                if (isSince(label, on, upToLabel.contains(release.id()))) {
                    found.add(new Found(
                            "impact:" + release.name() + ":" + impact.signedAt(),
                            "impact",
                            List.of(
                                    release.name(),
                                    impact.touched().stream()
                                            .filter(id -> id.framework().equals(ApplicationAnswers.FRAMEWORK))
                                            .map(id -> id.number())
                                            .sorted()
                                            .collect(Collectors.joining(", "))),
                            place,
                            on));
                }
            }
        }
        products.designated(series)
                .filter(release -> !labelled.isEmpty() && !release.name().equals(labelled))
                .ifPresent(release -> found.add(new Found(
                        "designated:" + release.name(),
                        "designated",
                        List.of(labelled, release.name()),
                        place,
                        release.releasedOn() == null ? made(release.id()) : release.releasedOn())));
    }

    /**
     * Whether what a release did on a day came after the label: also on the day of issue itself, since the label is for what was applied
     * for long before, but for the release of the label and those that it was made from.
     */
    private static boolean isSince(Entry label, LocalDate on, boolean upToLabel) {
        return upToLabel ? on.isAfter(label.on()) : !on.isBefore(label.on());
    }

    /** The release of the label and those that it was made from. */
    private static Set<UUID> upTo(String labelled, List<Release> releases) {
        Map<UUID, Release> byId = releases.stream().collect(Collectors.toMap(Release::id, Function.identity()));
        Set<UUID> found = new HashSet<>();
        Release at = releases.stream()
                .filter(release -> release.name().equals(labelled))
                .findFirst()
                .orElse(null);
        while (at != null && found.add(at.id())) {
            UUID before = at.predecessor();
            at = before == null ? null : byId.get(before);
        }
        return found;
    }

    private static String labelled(Entry label) {
        return label.rows("release").stream()
                .map(row -> row.getOrDefault("name", ""))
                .findFirst()
                .orElse(label.value("release"));
    }

    private void models(Series series, Entry label, String here, List<Found> found) {
        List<SortedMap<String, String>> rows = label.rows("model");
        if (rows.isEmpty() && label.rows("support").isEmpty()) {
            return; // an entry that holds nothing of that day
        }
        Set<String> then =
                rows.stream().map(row -> row.getOrDefault("name", "")).collect(Collectors.toSet());
        List<Model> now = products.models(series.id());
        for (Model model : now) {
            if (!then.contains(model.number())) {
                found.add(new Found(
                        "model:" + model.number(),
                        "model",
                        List.of(model.number()),
                        here + "#models",
                        made(model.id())));
            }
        }
        Set<String> numbers = now.stream().map(Model::number).collect(Collectors.toSet());
        then.stream()
                .filter(number -> !numbers.contains(number))
                .forEach(number -> found.add(
                        new Found("model-gone:" + number, "model-gone", List.of(number), here + "#models", today())));
    }

    private void support(Entry label, Snapshot now, String here, List<Found> found) {
        LocalDate end = now.day("support.ends");
        String present = end == null ? "" : end.toString();
        label.rows("support").stream()
                .map(row -> row.getOrDefault("day", ""))
                .filter(then -> !then.equals(present))
                .forEach(then -> found.add(new Found(
                        "support:" + present,
                        present.isEmpty() ? "support-gone" : then.isEmpty() ? "support-new" : "support",
                        List.of(then, present),
                        here + "/register",
                        now.leading("support.ends")
                                .map(entry -> day(entry.fact().observedAt()))
                                .orElse(today()))));
    }

    private void verdicts(Entry label, Snapshot now, String here, List<Found> found) {
        for (SortedMap<String, String> row : label.rows("verdict")) {
            String number = row.getOrDefault("number", "");
            if (!LabelledState.GREEN.contains(row.getOrDefault("state", ""))) {
                continue;
            }
            now.answers().stream()
                    .filter(answer -> answer.id().equals(number) && isLost(answer.state()))
                    .forEach(answer -> found.add(new Found(
                            "verdict:" + number + ":" + answer.state().code(),
                            "verdict",
                            List.of(
                                    number,
                                    row.getOrDefault("state", ""),
                                    answer.state().code()),
                            here + "/conformity/" + number,
                            today())));
        }
    }

    private static boolean isLost(VerdictState state) {
        return !LabelledState.GREEN.contains(state.code());
    }

    private void evidence(Entry label, Snapshot now, List<Found> found) {
        Instant instant = clock.instant();
        for (EvidenceSummary summary :
                evidence.summaries(now.evidenceOf().keySet()).values()) {
            Instant until = summary.validUntil();
            if (until != null && summary.isExpired(instant)) {
                LocalDate ended = LocalDate.ofInstant(until.minusMillis(1), Ui.ZONE);
                if (!ended.isBefore(label.on())) {
                    found.add(new Found(
                            "evidence:" + summary.code(),
                            "evidence",
                            List.of(
                                    new Text(named(summary, Locale.JAPANESE), named(summary, Locale.ENGLISH)),
                                    ended.toString(),
                                    now.evidenceOf().getOrDefault(summary.id(), Set.of()).stream()
                                            .sorted()
                                            .collect(Collectors.joining(", "))),
                            "/evidence/" + summary.code(),
                            ended));
                }
            }
        }
    }

    private static String named(EvidenceSummary summary, Locale locale) {
        return summary.code() + " " + summary.title().in(locale);
    }

    private LocalDate today() {
        return day(clock.instant());
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, Ui.ZONE);
    }

    private LocalDate made(UUID id) {
        return LabelledState.made(id).orElseGet(this::today);
    }

    /** One change in a sentence. */
    String sentence(Found found, Locale locale) {
        Object[] args = FactWords.told(found.args(), locale);
        if (found.sort().equals("verdict")) {
            args[1] = messages.get(locale, "application.state." + found.args().get(1));
            args[2] = messages.get(locale, "application.state." + found.args().get(2));
        }
        String key = "change." + found.sort();
        if (found.sort().equals("impact") && found.args().get(1).equals("")) {
            key += "-none";
        }
        return messages.get(locale, key, args);
    }

    /**
     * The text of a notice from what is known: facts only, and a mark where somebody has to write. IPA reads Japanese, so it
     * is Japanese in every language of the reader.
     *
     * @param type {@code change} or {@code report}
     */
    String draft(Series series, Entry label, String type, List<Change> told) {
        StringBuilder text = new StringBuilder();
        line(text, t("notice-text." + type + ".title"));
        line(text, "");
        line(text, t("notice-text.day", today().toString()));
        line(text, t("notice-text.maker", settings.organisationName()));
        line(text, t("notice-text.label", label.value("number")));
        LocalDate until = label.day("until");
        line(text, t("notice-text.issued", label.on().toString(), until == null ? "" : until.toString()));
        line(text, t("notice-text.product", series.name()));
        line(
                text,
                t(
                        "notice-text.models",
                        products.models(series.id()).stream().map(Model::number).collect(Collectors.joining(", "))));
        line(
                text,
                t(
                        "notice-text.release",
                        label.value("release"),
                        products.designated(series).map(Release::name).orElse("")));
        line(text, "");
        line(text, t("notice-text." + type + ".what"));
        int number = 1;
        for (Change change : told) {
            line(text, number++ + ". " + sentence(change.found(), Locale.JAPANESE));
            Entry judged = change.judged();
            if (judged != null) {
                line(
                        text,
                        "   " + t("notice-text.reason", judged.value("reason").replace("\n", "\n   ")));
            }
        }
        line(text, "");
        line(text, t("notice-text.effect"));
        boolean any = false;
        List<Release> releases = products.releases(series.id());
        Set<UUID> upToLabel = upTo(labelled(label), releases);
        for (Release release : releases) {
            ChangeImpact impact = products.impact(release.id()).orElse(null);
            if (impact != null && isSince(label, day(impact.signedAt()), upToLabel.contains(release.id()))) {
                any = true;
                line(text, "- " + t("notice-text.impact", release.name(), impact.reason()));
            }
        }
        if (!any) {
            line(text, t("notice-text.write"));
        }
        return text.toString().strip() + "\n";
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }

    private String t(String key, Object... args) {
        return messages.get(Locale.JAPANESE, key, args);
    }
}
