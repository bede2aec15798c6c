package dev.shisa.server.application;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The committed test forms and a full set of answers for them. */
final class TestForms {

    static final List<String> NAMES = List.of(
            "merged-table",
            "checkbox-columns",
            "range-list",
            "blocks",
            "english",
            "split-cells",
            "several-sheets",
            "unknown");

    private TestForms() {}

    static byte[] bytes(String name) {
        try (InputStream in = TestForms.class.getResourceAsStream("/forms/" + name + ".xlsx")) {
            if (in == null) {
                throw new IllegalArgumentException("no form " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Form form(String name) {
        return FormReader.read(bytes(name));
    }

    /** 04 does not apply, 06 is deemed, 09 is not decided, 11 is not met, the others are met; ①A and ② of 13 are known. */
    static List<FormAnswer> answers() {
        List<FormAnswer> answers = new ArrayList<>();
        for (int i = 1; i <= 16; i++) {
            String id = "S1.1-%02d".formatted(i);
            VerdictWord word = switch (i) {
                case 4 -> VerdictWord.NOT_APPLICABLE;
                case 6 -> VerdictWord.DEEMED;
                case 9 -> VerdictWord.OPEN;
                case 11 -> VerdictWord.NOT_MET;
                default -> VerdictWord.MET;
            };
            answers.add(new FormAnswer(id, "", word, "理由" + i, List.of("D-0000" + i + " 仕様書")));
        }
        answers.add(new FormAnswer("S1.1-13", "①A", VerdictWord.MET, "理由13①A", List.of("D-1A 検査記録")));
        answers.add(new FormAnswer("S1.1-13", "2", VerdictWord.MET, "理由13②", List.of()));
        return answers;
    }

    static Map<BasicField, String> basics() {
        Map<BasicField, String> basics = new EnumMap<>(BasicField.class);
        basics.put(BasicField.MAKER, "株式会社うみかぜ電機");
        basics.put(BasicField.PRODUCT_NAME, "ネットワークカメラ");
        basics.put(BasicField.SERIES, "MC-200");
        basics.put(BasicField.MODEL_NUMBERS, "MC-200, MC-210");
        basics.put(BasicField.FIRMWARE, "2.4.1");
        basics.put(BasicField.CERTIFICATION, "D24-0001001");
        basics.put(BasicField.SUPPORT_END, "2031-03-31");
        return basics;
    }

    static FormPlan plan(String name) {
        return plan(form(name), Set.of());
    }

    static FormPlan plan(Form form, Collection<Place> overwrite) {
        return FormFiller.plan(form, answers(), basics(), List.of(), overwrite);
    }

    /** What the plan does with the answer of one criterion in one part. */
    static Optional<FormPlan.Entry> entry(FormPlan plan, String about, AnswerPart part) {
        return plan.entries().stream()
                .filter(entry -> entry.about().equals(about) && entry.part() == part)
                .findFirst();
    }

    /** {@code place=value} of a planned cell. */
    static String planned(FormPlan plan, String about, AnswerPart part) {
        return entry(plan, about, part)
                .map(entry -> entry.outcome() + " " + entry.place() + "=" + entry.value())
                .orElse("nothing");
    }
}
