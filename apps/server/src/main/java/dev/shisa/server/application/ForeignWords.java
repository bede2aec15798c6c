package dev.shisa.server.application;

import dev.shisa.server.application.ApplicationAnswers.Snapshot;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Words in the papers for IPA that are not in Japanese: remarks, titles and places as somebody typed them. */
public final class ForeignWords {

    /** Names of tools, files and standards are shorter, or of fewer words. */
    private static final int LETTERS_MIN = 20;

    private static final int WORDS_MIN = 4;

    private static final Pattern JAPANESE = Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}、。「」\\n]+");

    private ForeignWords() {}

    /**
     * Where such words stand.
     *
     * @param name a criterion's number or a piece of evidence's code
     */
    public record Found(String name, boolean isEvidence) {}

    static List<Found> in(Snapshot snapshot) {
        return snapshot.answers().stream()
                .flatMap(answer -> Stream.concat(
                        Stream.of(answer.reason().ja())
                                .filter(ForeignWords::isForeign)
                                .map(_ -> new Found(answer.id(), false)),
                        Stream.concat(
                                        answer.evidence().stream(),
                                        answer.subs().stream().flatMap(sub -> sub.evidence().stream()))
                                .filter(cited ->
                                        isForeign(cited.title().in(Locale.JAPANESE)) || isForeign(cited.place()))
                                .map(cited -> new Found(cited.code(), true))))
                .distinct()
                .toList();
    }

    private static boolean isForeign(String text) {
        return JAPANESE.splitAsStream(text)
                .anyMatch(run -> run.codePoints().filter(Character::isLetter).count() > LETTERS_MIN
                        && run.strip().split("\\s+", -1).length >= WORDS_MIN);
    }
}
