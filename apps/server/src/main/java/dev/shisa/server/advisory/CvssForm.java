package dev.shisa.server.advisory;

import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.vulnerability.triage.CvssVector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The questions of CVSS' base metrics (specification documents of 4.0 and 3.1, section 2) as a form asks them. */
public enum CvssForm {
    V4_0("CVSS:4.0", CvssVector.Version.V4_0, metrics4()),
    V3_1("CVSS:3.1", CvssVector.Version.V3_1, metrics3());

    private final String begin;
    private final CvssVector.Version version;

    @SuppressWarnings("ImmutableEnumChecker") // a map that nobody else holds
    private final Map<String, List<String>> metrics;

    CvssForm(String begin, CvssVector.Version version, Map<String, List<String>> metrics) {
        this.begin = begin;
        this.version = version;
        this.metrics = metrics;
    }

    private static Map<String, List<String>> metrics4() {
        Map<String, List<String>> metrics = new LinkedHashMap<>();
        metrics.put("AV", List.of("N", "A", "L", "P"));
        metrics.put("AC", List.of("L", "H"));
        metrics.put("AT", List.of("N", "P"));
        metrics.put("PR", List.of("N", "L", "H"));
        metrics.put("UI", List.of("N", "P", "A"));
        for (String impact : List.of("VC", "VI", "VA", "SC", "SI", "SA")) {
            metrics.put(impact, List.of("H", "L", "N"));
        }
        return metrics;
    }

    private static Map<String, List<String>> metrics3() {
        Map<String, List<String>> metrics = new LinkedHashMap<>();
        metrics.put("AV", List.of("N", "A", "L", "P"));
        metrics.put("AC", List.of("L", "H"));
        metrics.put("PR", List.of("N", "L", "H"));
        metrics.put("UI", List.of("N", "R"));
        metrics.put("S", List.of("U", "C"));
        for (String impact : List.of("C", "I", "A")) {
            metrics.put(impact, List.of("H", "L", "N"));
        }
        return metrics;
    }

    /**
     * A question with its answers, as a list to choose from.
     *
     * @param help what another version was answered about the same; empty: nothing
     */
    public record Question(String name, String label, List<Parts.Choice> choices, String value, String help) {

        public Question {
            choices = List.copyOf(choices);
        }
    }

    /**
     * The questions in the order of the vector, each with its answers from the gravest.
     *
     * @param prefix of the fields, so that two forms stand on one page
     * @param answers by field; what is missing is not answered
     */
    public List<Question> questions(String prefix, Map<String, String> answers, Ui ui) {
        List<Question> questions = new ArrayList<>();
        metrics.forEach((metric, values) -> {
            List<Parts.Choice> choices = new ArrayList<>();
            choices.add(new Parts.Choice("", ui.t("cvss.choose")));
            values.forEach(value -> choices.add(new Parts.Choice(value, ui.t("cvss." + group(metric) + "." + value))));
            questions.add(new Question(
                    prefix + metric,
                    ui.t("cvss." + label(metric)),
                    choices,
                    answers.getOrDefault(prefix + metric, ""),
                    ""));
        });
        return questions;
    }

    /**
     * Of CVSS 4.0, what 3.1 asks about the same with other answers, or in other words. Where it comes from and which privileges are needed
     * mean the same in both; the rest does not: the difficulty is split in two (AC and AT), the ways of taking part are three instead of
     * two, and what reaches beyond the product is told apart from the product by its own metrics instead of by the scope. A person says
     * that anew.
     */
    private static final Map<String, List<String>> RELATED = Map.of(
            "AC", List.of("AC", "AT"),
            "UI", List.of("UI"),
            "S", List.of("SC", "SI", "SA"),
            "C", List.of("VC", "SC"),
            "I", List.of("VI", "SI"),
            "A", List.of("VA", "SA"));

    private static final List<String> SAME = List.of("AV", "PR");

    /** The answers of CVSS 4.0 that are those of 3.1, too: all that needs no judgement; none if the vector is no such one. */
    public static Map<String, String> sameAs(String vector4, String prefix) {
        Map<String, String> same = new LinkedHashMap<>();
        V4_0.read(vector4).ifPresent(read -> SAME.forEach(metric -> same.put(prefix + metric, read.metric(metric))));
        return same;
    }

    /** The questions of CVSS 3.1 where a vector of 4.0 is there: what means the same is answered, and beside the rest stands what was. */
    public static List<Question> beside(String vector4, String prefix, Map<String, String> answers, Ui ui) {
        CvssVector read = V4_0.read(vector4).orElse(null);
        Map<String, String> all = new LinkedHashMap<>(sameAs(vector4, prefix));
        all.putAll(answers);
        return V3_1.questions(prefix, all, ui).stream()
                .map(one -> {
                    String metric = one.name().substring(prefix.length());
                    return read == null || !RELATED.containsKey(metric)
                            ? one
                            : new Question(
                                    one.name(),
                                    one.label(),
                                    one.choices(),
                                    one.value(),
                                    ui.t(
                                            "cvss.before",
                                            RELATED.getOrDefault(metric, List.of()).stream()
                                                    .map(before -> ui.t("cvss." + V4_0.label(before)) + ": "
                                                            + ui.t("cvss." + V4_0.group(before) + "."
                                                                    + read.metric(before)))
                                                    .collect(Collectors.joining(ui.t("cvss.before.and")))));
                })
                .toList();
    }

    /** Whether a question of CVSS 3.1 is answered that no answer of 4.0 answers. */
    public static boolean isJudged(String prefix, Map<String, String> answers) {
        return V3_1.given(prefix, answers).keySet().stream().anyMatch(metric -> !SAME.contains(metric));
    }

    /** Whether a text is a vector of its version. */
    public boolean reads(String vector) {
        return read(vector).isPresent();
    }

    private boolean isImpact(String metric) {
        return this == V4_0 ? metric.length() == 2 && "VS".indexOf(metric.charAt(0)) >= 0 : "CIA".contains(metric);
    }

    private String group(String metric) {
        return isImpact(metric) ? "impact" : metric;
    }

    /** What the earlier version asks of the product alone is worded like the later one's question. */
    private String label(String metric) {
        return this == V3_1 && isImpact(metric) ? "V" + metric : metric;
    }

    /** The vector of all answers; empty while one is missing. */
    public String vector(String prefix, Map<String, String> answers) {
        StringBuilder vector = new StringBuilder(begin);
        for (Map.Entry<String, List<String>> metric : metrics.entrySet()) {
            String answer = answers.getOrDefault(prefix + metric.getKey(), "");
            if (!metric.getValue().contains(answer)) {
                return "";
            }
            vector.append('/').append(metric.getKey()).append(':').append(answer);
        }
        return vector.toString();
    }

    /** How many questions are not answered, if some are; 0: all are, or none. */
    public int missing(String prefix, Map<String, String> answers) {
        int answered = (int) metrics.entrySet().stream()
                .filter(metric -> metric.getValue().contains(answers.getOrDefault(prefix + metric.getKey(), "")))
                .count();
        return answered == 0 ? 0 : metrics.size() - answered;
    }

    /** The answers to its questions, without anything else. */
    Map<String, String> given(String prefix, Map<String, String> answers) {
        Map<String, String> given = new LinkedHashMap<>();
        metrics.forEach((metric, values) -> {
            String answer = answers.getOrDefault(prefix + metric, "");
            if (values.contains(answer)) {
                given.put(metric, answer);
            }
        });
        return given;
    }

    /** The answers that a vector gives; none if it is of another version. */
    public Map<String, String> answers(String prefix, String vector) {
        Map<String, String> answers = new LinkedHashMap<>();
        CvssVector read = read(vector).orElse(null);
        if (read != null) {
            metrics.keySet().forEach(metric -> {
                if (!read.metric(metric).isEmpty()) {
                    answers.put(prefix + metric, read.metric(metric));
                }
            });
        }
        return answers;
    }

    private Optional<CvssVector> read(String vector) {
        return CvssVector.parse(vector).filter(one -> one.version() == version);
    }

    /** Beginning of its fields where both versions stand on one page: {@code cvss4-}. */
    String prefix() {
        return name().substring(0, 2).toLowerCase(Locale.ROOT).replace("v", "cvss") + "-";
    }
}
