package dev.shisa.server.conformity;

import dev.shisa.server.evidence.EvidenceFilter;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The next step as the reader can take it. Nobody confirms evidence of their own: who has nothing of others to confirm is
 * told whom it waits for, or that somebody has to be invited.
 */
@Component
class Confirmers {

    private static final int NAMED_MAX = 3;
    private static final String WAITING = "evidence?confirmation=waiting";

    private final People people;
    private final EvidenceLog evidence;

    Confirmers(People people, EvidenceLog evidence) {
        this.people = people;
        this.evidence = evidence;
    }

    /** The first step that the reader can take now; where there is none, the first one, and for whom it waits. */
    Board.@Nullable NextStep next(Judged judged, List<Board.NextStep> steps, Person person, Words words) {
        List<Board.NextStep> turned =
                steps.stream().map(step -> turned(judged, step, person, words)).toList();
        return turned.stream()
                .filter(step -> person.can(act(step)) && !isWaiting(step.href()))
                .findFirst()
                .or(() -> turned.stream().filter(step -> isWaiting(step.href())).findFirst())
                .orElse(turned.isEmpty() ? null : turned.getFirst());
    }

    /** A step as it is, but a confirmation that is not the reader's to give. */
    Board.NextStep turned(Judged judged, Board.NextStep step, Person person, Words words) {
        if (!step.href().startsWith("/confirm") || isTheirs(judged, person)) {
            return step;
        }
        List<String> others = people.inUse(Act.CONFIRM).stream()
                .filter(other -> !other.id().equals(person.id()))
                .filter(other -> other.series().isEmpty() || other.series().containsAll(judged.scope()))
                .map(Person::name)
                .toList();
        String waiting = judged.organisation() ? "/" + WAITING : judged.answers(WAITING);
        if (others.isEmpty() && person.can(Act.MANAGE_PEOPLE)) {
            return new Board.NextStep(
                    words.t("board.next.confirm.nobody"),
                    words.t("board.next.confirm.nobody.text"),
                    words.t("board.next.confirm.nobody.act"),
                    "/settings/people/new",
                    null);
        }
        if (others.isEmpty()) {
            String who = people.inUse(Act.MANAGE_PEOPLE).stream()
                    .limit(NAMED_MAX)
                    .map(Person::name)
                    .collect(Collectors.joining(words.t("value.and")));
            return new Board.NextStep(
                    words.t("board.next.confirm.nobody.asked"),
                    who.isEmpty()
                            ? words.t("board.next.confirm.nobody.ask")
                            : words.t("board.next.confirm.nobody.ask.who", who),
                    words.t("board.next.confirm.waits.act"),
                    waiting,
                    null);
        }
        String names = others.stream().limit(NAMED_MAX).collect(Collectors.joining(words.t("value.and")));
        return new Board.NextStep(
                others.size() > NAMED_MAX
                        ? words.t("board.next.confirm.waits.more", names, others.size() - NAMED_MAX)
                        : words.t("board.next.confirm.waits", names),
                words.t("board.next.confirm.waits.text"),
                words.t("board.next.confirm.waits.act"),
                waiting,
                null);
    }

    private boolean isTheirs(Judged judged, Person person) {
        return person.can(Act.CONFIRM)
                && evidence.count(EvidenceFilter.waitingFor(
                                person, judged.organisation() ? person.series() : judged.scope()))
                        > 0;
    }

    /** Whether a step leads to what waits for somebody else. */
    static boolean isWaiting(String href) {
        return href.endsWith(WAITING);
    }

    private static Act act(Board.NextStep step) {
        return Act.valueOf(Board.needs(step.href()).toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
