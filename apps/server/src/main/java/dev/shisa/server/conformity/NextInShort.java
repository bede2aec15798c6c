package dev.shisa.server.conformity;

import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lists and the one next step need of the next questions, so that nobody reads all of them for it.
 *
 * @param questions facts to ask for, or to ask for again, without those of contradictions
 * @param touched requirements that these touch
 * @param first what is asked first, as {@code key[item]}
 * @param contradicted requirements that wait for answers which cannot all be so; null in what was stored before this
 *     stood apart
 * @param resolve the slot of the first contradiction, if there is one
 * @param resolveIn a requirement that reads it
 * @param parameter whether a parameter is not set
 * @param confirmations facts that wait for a second person
 * @param strengthen whether a fact is too weak
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
        boolean strengthen) {

    static final NextInShort NOTHING = new NextInShort(0, 0, null, null, null, null, false, 0, false);

    int waitingForContradictions() {
        return contradicted == null ? 0 : contradicted;
    }

    static NextInShort of(List<NextQuestion> next) {
        List<NextQuestion> settle =
                next.stream().filter(q -> q.kind() == NextQuestion.Kind.SETTLE).toList();
        List<NextQuestion> questions = next.stream()
                .filter(q -> q.isAnswered() && q.kind() != NextQuestion.Kind.SETTLE)
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
                has(next, NextQuestion.Kind.STRENGTHEN));
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
