package dev.shisa.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Evaluator;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.FactSource;
import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.NextQuestions;
import dev.shisa.conformity.Parameters;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.VerdictState;
import dev.shisa.conformity.cases.Case;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A maker of a plain product gets to all verdicts of a framework with few questions, none of them off the point. */
class QuestionsTest {

    private static final Pattern RULE = Pattern.compile("fact: ([a-z0-9.-]+)[,\\s]+is: \"([^\"\n]*)\"");
    private static final Pattern NOT_BOTH =
            Pattern.compile("!\\('([a-z0-9.-]+)' in value && '([a-z0-9.-]+)' in value\\)");

    private final Catalogue catalogue = CatalogueFiles.catalogue();
    private final List<Case> cases = CatalogueFiles.cases(catalogue);
    private final Evaluator evaluator = new Evaluator(catalogue);

    /** One answer to each fact of the plain product, which has at most one item in each collection. */
    @ParameterizedTest
    @CsvSource({"jcstar1, 61", "sme-guide, 140", "psirt-guide, 65", "iotgl, 60", "tsunagaru, 50"})
    void aPlainProductIsDecidedWithFewAnswers(String framework, int answersMax) {
        List<Requirement> requirements =
                catalogue.framework(framework).orElseThrow().requirements();
        Map<Slot, Fact> answers = plainProduct(requirements);
        List<Fact> given = new ArrayList<>();
        Set<Slot> unanswerable = new TreeSet<>();
        for (Optional<Slot> next = next(requirements, given, unanswerable);
                next.isPresent();
                next = next(requirements, given, unanswerable)) {
            Fact answer = answers.get(next.get());
            if (answer == null) {
                unanswerable.add(next.get());
            } else {
                given.add(answer);
            }
        }
        assertThat(open(requirements, given)).isEmpty();
        assertThat(given).hasSizeLessThanOrEqualTo(answersMax);
        assertThat(unanswerable).as("asked beside the point").isEmpty();
    }

    /** What nothing waits for, but what the answers of a plain product are still to be held against. */
    @ParameterizedTest
    @CsvSource({"jcstar1, 13", "sme-guide, 40", "psirt-guide, 20", "iotgl, 20", "tsunagaru, 20"})
    void whatItsAnswersAreHeldAgainstIsAskedWithFewQuestions(String framework, int most) {
        List<Requirement> requirements =
                catalogue.framework(framework).orElseThrow().requirements();
        List<Fact> given = List.copyOf(plainProduct(requirements).values());
        assertThat(new NextQuestions(evaluator)
                        .next(Case.TARGET, requirements, FactSource.of(given), parameters(), Case.NOW))
                .allSatisfy(question -> assertThat(question.kind()).isEqualTo(NextQuestion.Kind.COMPARE))
                .extracting(question -> String.valueOf(question.slot()))
                .hasSizeLessThanOrEqualTo(most);
    }

    /** Otherwise an answer of both is taken, and asked for again without a reason. */
    @Test
    void ofWhatARuleTakesOnlyOneNoAnswerHasBoth() {
        List<String> rules = new ArrayList<>();
        for (Path file : CatalogueFiles.documents()) {
            Matcher rule = RULE.matcher(new String(CatalogueFiles.bytes(file), StandardCharsets.UTF_8));
            while (rule.find()) {
                Matcher both = NOT_BOTH.matcher(rule.group(2));
                FactDefinition fact = catalogue.fact(new FactKey(rule.group(1))).orElseThrow();
                while (both.find()) {
                    rules.add(rule.group());
                    assertThat(fact.apart(List.of(both.group(1), both.group(2))))
                            .as(rule.group())
                            .isPresent();
                }
            }
        }
        assertThat(rules).isNotEmpty();
    }

    /** The plain products of all frameworks are the same one, so that an answer counts for each of them. */
    @Test
    void oneAnswerCountsForSeveralFrameworks() {
        List<Requirement> all = catalogue.requirements();
        List<Fact> given = List.copyOf(plainProduct(all).values());
        assertThat(open(all, given)).isEmpty();
        int apart = catalogue.frameworks().stream()
                .mapToInt(framework -> plainProduct(framework.requirements()).size())
                .sum();
        assertThat(given).hasSizeLessThan(apart * 2 / 3);
    }

    private Optional<Slot> next(List<Requirement> requirements, List<Fact> given, Set<Slot> unanswerable) {
        return new NextQuestions(evaluator)
                .next(Case.TARGET, requirements, FactSource.of(given), parameters(), Case.NOW).stream()
                        .filter(q -> q.kind() == NextQuestion.Kind.FACT)
                        .flatMap(q -> Optional.ofNullable(q.slot()).stream())
                        .filter(slot -> !unanswerable.contains(slot))
                        .findFirst();
    }

    /** What the first case of each requirement states, all of them met; without certification and without PSTI. */
    private Map<Slot, Fact> plainProduct(List<Requirement> requirements) {
        Map<Slot, Fact> facts = new LinkedHashMap<>();
        List<Case> plain = new ArrayList<>(firstCases(requirements));
        plain.add(named("no mark, and nothing else known"));
        plain.add(named("no PSTI statement"));
        plain.forEach(one -> one.facts()
                .forEach(fact ->
                        facts.merge(fact.slot(), fact, (a, b) -> a.strength().isAtLeast(b.strength()) ? a : b)));
        return facts;
    }

    private Parameters parameters() {
        return new Parameters(
                "a made-up edition",
                firstCases(catalogue.requirements()).stream()
                        .flatMap(one -> one.parameters().values().entrySet().stream())
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a)));
    }

    private List<Case> firstCases(List<Requirement> requirements) {
        return requirements.stream()
                .map(r -> cases.stream()
                        .filter(c -> c.requirement().equals(r.id()))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private Case named(String name) {
        return cases.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }

    private List<String> open(List<Requirement> requirements, List<Fact> given) {
        return requirements.stream()
                .map(r -> verdict(r, given))
                .filter(v -> !v.endsWith(" met"))
                .toList();
    }

    private String verdict(Requirement requirement, List<Fact> given) {
        VerdictState state = evaluator
                .evaluate(Case.TARGET, requirement, FactSource.of(given), parameters(), Case.NOW)
                .state();
        return requirement.id() + " " + state.code();
    }
}
