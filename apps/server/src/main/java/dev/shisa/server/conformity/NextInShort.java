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
 * @param strengthen whether a fact is too weak
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
        boolean strengthen,
        @Nullable Compare compare) {

    static final NextInShort NOTHING = new NextInShort(0, 0, null, null, null, null, false, 0, false, null);

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
        NextQuestion conflict = next.stream()
                .filter(q -> q.kind() == NextQuestion.Kind.RESOLVE)
                .findFirst()
                .orElse(null);
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
                has(next, NextQuestion.Kind.PARAMETER),
                (int) next.stream()
                        .filter(q -> q.kind() == NextQuestion.Kind.CONFIRM)
                        .count(),
                has(next, NextQuestion.Kind.STRENGTHEN),
                Compare.of(next));
    }

    private static int touched(List<NextQuestion> questions) {
        return (int) questions.stream()
                .flatMap(q -> q.touches().stream())
                .map(RequirementId::number)
                .distinct()
                .count();
    }

    private static boolean has(List<NextQuestion> next, NextQuestion.Kind kind) {
        return next.stream().anyMatch(q -> q.kind() == kind);
    }
}
