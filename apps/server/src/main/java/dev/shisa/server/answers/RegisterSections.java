package dev.shisa.server.answers;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.platform.web.PageOf;
import java.util.List;

/** What a section of the register consists of, and what comes behind a part of it. */
final class RegisterSections {

    /** In the place of the question to go on with: every question behind was answered or seen. */
    static final String NONE_LEFT = "none";

    private RegisterSections() {}

    /** The facts of a section that are about no item and are no list. */
    static List<FactDefinition> own(Vocabulary vocabulary, Vocabulary.Section section) {
        return vocabulary.facts().stream()
                .filter(f -> f.section().equals(section.id()))
                .filter(f -> f.of() == null && f.type() != FactType.SET)
                .toList();
    }

    static List<Vocabulary.Collection> collections(Vocabulary vocabulary, Vocabulary.Section section) {
        return vocabulary.collections().stream()
                .filter(c -> c.section().equals(section.id()))
                .toList();
    }

    /** Where to go on: at the question that was told; if none is left, at the lists or the next section; else at the next part. */
    static String goingOn(Vocabulary vocabulary, Vocabulary.Section section, PageOf<?> part, String next) {
        boolean last = part.page() == part.pages();
        boolean left = !next.equals(NONE_LEFT);
        if (last || !left && collections(vocabulary, section).isEmpty()) {
            return nextSection(vocabulary, section);
        }
        return section.id() + "?part=" + (left ? part.page() + 1 : part.pages());
    }

    private static String nextSection(Vocabulary vocabulary, Vocabulary.Section section) {
        int next = vocabulary.sections().indexOf(section) + 1;
        return next < vocabulary.sections().size()
                ? vocabulary.sections().get(next).id()
                : "";
    }
}
