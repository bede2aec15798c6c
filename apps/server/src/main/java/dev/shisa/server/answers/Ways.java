package dev.shisa.server.answers;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.server.conformity.Board;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.Pace;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesStanding;
import dev.shisa.server.product.SeriesWay;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The stages of a series, read off what is asked next, which is stored with its verdicts: nothing is decided for it. It is
 * now at the stage of the step that its reader can take next.
 *
 * <p>How many answers there will be is not known before lists are filled and what other questions hang on is answered:
 * {@link Likely} reckons it, so that the count does not start at a third of what it becomes.
 */
@Component
class Ways implements SeriesWay {

    /** A count of which some is only likely is told in steps of this. */
    private static final int ABOUT = 5;

    private static final List<String> STAGES =
            List.of("scope", "describe", "answer", "evidence", "confirm", "apply", "go-on");

    private final Verdicts verdicts;
    private final SeriesStanding standings;
    private final Answers answers;
    private final Pace pace;

    Ways(Verdicts verdicts, SeriesStanding standings, Answers answers, Pace pace) {
        this.verdicts = verdicts;
        this.standings = standings;
        this.answers = answers;
        this.pace = pace;
    }

    /** What is asked next; {@code about} as {@link Verdicts#next(java.util.UUID, String)} reads it. */
    List<NextQuestion> next(Series series, String about) {
        return verdicts.next(series.id(), about);
    }

    /** The way where the page does not know the next step by itself. */
    Way of(Series series, Ui ui) {
        return of(series, step(series, ui), ui);
    }

    @Override
    public Way of(Series series, String step, Ui ui) {
        List<NextQuestion> next = next(series, "");
        List<Boolean> left = left(next);
        int now = now(left, step);
        List<Parts.Step> stages = new ArrayList<>();
        for (int i = 0; i < STAGES.size(); i++) {
            boolean done = i < now && (i >= left.size() || !left.get(i));
            stages.add(new Parts.Step(
                    ui.t("way." + STAGES.get(i)),
                    ui.t("way." + STAGES.get(i) + ".unlocks"),
                    i == now ? Parts.Progress.NOW : done ? Parts.Progress.DONE : Parts.Progress.LATER,
                    null));
        }
        return new Way(stages, bar(series, next, answers.present(series), ui));
    }

    /** Where the step is done that the reader is told to take next; empty: there is none. */
    private String step(Series series, Ui ui) {
        Person person = ui.person();
        return person == null
                ? ""
                : standings
                        .standing(series.id(), person, ui.locale())
                        .map(SeriesStanding.Standing::nextHref)
                        .orElse("");
    }

    /**
     * The stage of the step that the reader is told to take next, so that bar and step never tell two things.
     *
     * @param left of which of the first stages something is left
     * @param next where that step is done; empty: there is none
     */
    static int now(List<Boolean> left, String next) {
        int first = left.indexOf(true) < 0 ? left.size() : left.indexOf(true);
        return next.isEmpty()
                ? first
                : switch (Board.stage(next)) {
                    case ANSWER -> Math.min(first, STAGES.indexOf("answer"));
                    case EVIDENCE -> STAGES.indexOf("evidence");
                    case CONFIRM -> STAGES.indexOf("confirm");
                    case APPLY -> STAGES.indexOf("apply");
                };
    }

    /** Of which of the first stages something is left. */
    private List<Boolean> left(List<NextQuestion> next) {
        return Stream.<Predicate<NextQuestion>>of(
                        q -> q.kind() == NextQuestion.Kind.SCOPE,
                        this::asksForList,
                        q -> q.isAnswered()
                                || q.kind() == NextQuestion.Kind.PARAMETER
                                || q.kind() == NextQuestion.Kind.RESOLVE,
                        q -> q.kind() == NextQuestion.Kind.STRENGTHEN,
                        q -> q.kind() == NextQuestion.Kind.CONFIRM)
                .map(stage -> next.stream().anyMatch(stage))
                .toList();
    }

    private boolean asksForList(NextQuestion question) {
        Slot slot = question.slot();
        return slot != null
                && question.kind() == NextQuestion.Kind.FACT
                && answers.definition(slot).type() == FactType.SET;
    }

    /** How far the answers are, for who answers. */
    Bar bar(Series series, List<NextQuestion> next, Map<Slot, FactEntry> present, Ui ui) {
        Catalogue catalogue = answers.catalogue();
        Set<RequirementId> followed = answers.states(series).keySet();
        int answered = (int) present.keySet().stream()
                .filter(slot -> isRead(catalogue, slot.key(), followed))
                .count();
        Likely likely = likely(series, next, present, followed);
        int all = answered + likely.answers();
        int rounded = (all + ABOUT / 2) / ABOUT * ABOUT;
        int about = likely.guessed() && rounded > answered ? rounded : all;
        Person person = ui.person();
        int left = about - answered;
        if (person == null || left == 0) {
            return new Bar(answered, about, likely.guessed(), "");
        }
        Pace.OfAnswers each = pace.of(person.id(), series.id());
        return new Bar(
                answered,
                about,
                likely.guessed(),
                ui.t(each.own() ? "way.minutes.own" : "way.minutes", each.minutes(left), Pace.USUAL.toSeconds()));
    }

    Likely likely(Series series, List<NextQuestion> next, Map<Slot, FactEntry> present, Set<RequirementId> followed) {
        Catalogue catalogue = answers.catalogue();
        Set<Slot> open = next.stream()
                .filter(NextQuestion::isAnswered)
                .flatMap(question -> Stream.ofNullable(question.slot()))
                .collect(Collectors.toSet());
        return new Likely(
                catalogue,
                answers::holds,
                catalogue.vocabulary().facts().stream()
                        .filter(fact -> isRead(catalogue, fact.key(), followed))
                        .toList(),
                open,
                present.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                each -> each.getValue().fact().value())),
                answers.items(series, present));
    }

    private static boolean isRead(Catalogue catalogue, FactKey key, Set<RequirementId> followed) {
        return !Collections.disjoint(catalogue.requirementsDependingOn(key), followed);
    }
}
