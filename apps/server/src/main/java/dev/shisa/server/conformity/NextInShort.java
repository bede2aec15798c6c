package dev.shisa.server.conformity;

import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lists and the one next step need of the next questions, so that nobody reads all of them for it.
 *
 * @param questions facts to ask for, or to ask for again, without those of contradictions, ruled out or not
 * @param touched requirements that these touch
 * @param first what is asked first, as {@code key[item]}
 * @param contradicted requirements that wait for answers which cannot all be so; null in what was stored before this
 *     stood apart
 * @param resolve the slot of the first contradiction, if there is one
 * @param resolveIn a requirement that reads it
 * @param parameter whether a parameter is not set
 * @param confirmations facts that wait for a second person
 * @param single acts that are done at one place each; null in what was stored before they were told
 * @param compare what is asked so that green verdicts are held against it; null if nothing is, or in what was stored before
 *     this was asked
 */
public record NextInShort(
        int questions,
        int touched,
        @Nullable String first,
        @Nullable Integer contradicted,
        @Nullable String resolve,
        @Nullable String resolveIn,
        boolean parameter,
        int confirmations,
        @Nullable Single single,
        @Nullable Compare compare) {

    static final NextInShort NOTHING = new NextInShort(0, 0, null, null, null, null, false, 0, null, null);

    /**
     * Questions that decide no requirement.
     *
     * @param first what is asked first, as {@code key[item]}
     * @param touched requirements whose answers they are held against
     */
    public record Compare(int questions, String first, int touched) {

        static @Nullable Compare of(List<NextQuestion> next) {
            List<NextQuestion> some = next.stream()
                    .filter(q -> q.kind() == NextQuestion.Kind.COMPARE)
                    .toList();
            return some.isEmpty()
                    ? null
                    : new Compare(some.size(), String.valueOf(some.getFirst().slot()), NextInShort.touched(some));
        }
    }

    /**
     * The first of each act that is done at one place.
     *
     * @param unset the first parameter that is not set
     * @param weak the first fact that is too weak, as {@code key[item]}
     * @param weakIn a requirement that reads it
     */
    public record Single(
            @Nullable String unset,
            @Nullable String weak,
            @Nullable String weakIn) {

        static Single of(List<NextQuestion> next) {
            NextQuestion weak = first(next, NextQuestion.Kind.STRENGTHEN);
            NextQuestion unset = first(next, NextQuestion.Kind.PARAMETER);
            return new Single(
                    unset == null ? null : unset.parameter(),
                    weak == null ? null : String.valueOf(weak.slot()),
                    weak == null ? null : weak.touches().iterator().next().number());
        }
    }

    Single acts() {
        return single == null ? new Single(null, null, null) : single;
    }

    int waitingForContradictions() {
        return contradicted == null ? 0 : contradicted;
    }

    static NextInShort of(List<NextQuestion> next) {
        List<NextQuestion> settle =
                next.stream().filter(q -> q.kind() == NextQuestion.Kind.SETTLE).toList();
        List<NextQuestion> questions = next.stream()
                .filter(q -> q.isAnswered())
                .filter(q -> q.kind() != NextQuestion.Kind.SETTLE && q.kind() != NextQuestion.Kind.COMPARE)
                .toList();
        Slot first = questions.isEmpty() ? null : questions.getFirst().slot();
        NextQuestion conflict = first(next, NextQuestion.Kind.RESOLVE);
        Slot resolve = conflict == null ? null : conflict.slot();
        return new NextInShort(
                questions.size(),
                touched(questions),
                first == null ? null : first.toString(),
                touched(settle),
                resolve == null ? null : resolve.toString(),
                conflict == null || resolve == null
                        ? null
                        : conflict.touches().iterator().next().number(),
                first(next, NextQuestion.Kind.PARAMETER) != null,
                (int) next.stream()
                        .filter(q -> q.kind() == NextQuestion.Kind.CONFIRM)
                        .count(),
                Single.of(next),
                Compare.of(next));
    }

    private static int touched(List<NextQuestion> questions) {
        return (int) questions.stream()
                .flatMap(q -> q.touches().stream())
                .map(RequirementId::number)
                .distinct()
                .count();
    }

    private static @Nullable NextQuestion first(List<NextQuestion> next, NextQuestion.Kind kind) {
        return next.stream().filter(q -> q.kind() == kind).findFirst().orElse(null);
    }
}
