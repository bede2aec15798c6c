package dev.shisa.conformity.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Evaluator;
import dev.shisa.conformity.Mini;
import dev.shisa.conformity.Problem;
import dev.shisa.conformity.Property;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CasesTest {

    private final Evaluator evaluator = new Evaluator(Mini.catalogue());

    @Test
    void casesThatComeOutAsExpectedGiveNoFailure() {
        CaseRunner.Report report = new CaseRunner(evaluator).run(cases(Mini.bytes("m-1.cases.yaml")));
        assertThat(report.failures()).isEmpty();
        assertThat(report.cases()).isEqualTo(7);
    }

    @Test
    void leavesThatNoCaseDecidesAreNamed() {
        CaseRunner.Report report = new CaseRunner(evaluator).run(cases(Mini.bytes("m-1.cases.yaml")));
        assertThat(report.neverTrue()).isEmpty();
        assertThat(report.neverFalse()).containsExactly("mini/M-1 routes.0", "mini/M-1 rule.holds.0");
    }

    @Test
    void aCaseThatComesOutOtherwiseShowsItsProof() {
        List<Case> cases = cases("""
                requirement: M-1
                cases:
                  - name: wrong on purpose
                    facts:
                      - network.used: true
                        confirmed: false
                    verdict: met
                """);
        CaseRunner.Failure failure =
                new CaseRunner(evaluator).run(cases).failures().getFirst();
        assertThat(failure.place()).isEqualTo("cases.yaml:3");
        assertThat(failure.expected()).isEqualTo("met");
        assertThat(failure.got()).isEqualTo("unknown");
        assertThat(failure.proof())
                .contains("leaf applies: true, proven unknown  network.used value == true <- true  holds, unconfirmed")
                .contains("every rule: unknown  login.mechanisms   no fact");
    }

    @Test
    void namesEveryMistakeWithItsLine() {
        assertThat(problems("""
                        requirement: M-9
                        cases:
                          - name: a
                            facts:
                              - login.mechanisms: [web]
                              - login.password.length[wbe]: 6
                              - login.password.length[web]: six
                              - login.password.length[web]: 500
                              - login.password.default[web]: secret
                              - no.such: true
                              - network.used: true
                                strength: guessed
                            verdict: green
                        """)).extracting(Problem::line).containsExactly(1, 7, 8, 9, 10, 12, 5, 13);
    }

    @Test
    void anyChangeOfAFileGivesCasesOrProblems() {
        CaseReader reader = new CaseReader(evaluator.catalogue());
        byte[] good = Mini.bytes("m-1.cases.yaml");
        Property.holds(400, random -> {
            byte[] bytes = good.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = random.nextBoolean()
                        ? (byte) random.nextInt(256)
                        : (byte) "[]{}:-,'\"&*!|> \n".charAt(random.nextInt(16));
            }
            if (reader.read("mini", "cases.yaml", bytes)
                    instanceof CaseReader.Result.Rejected<Case>(List<Problem> problems)) {
                assertThat(problems).isNotEmpty();
            }
        });
    }

    private List<Case> cases(String yaml) {
        return cases(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private List<Case> cases(byte[] yaml) {
        return switch (new CaseReader(evaluator.catalogue()).read("mini", "cases.yaml", yaml)) {
            case CaseReader.Result.Loaded<Case>(List<Case> cases) -> cases;
            case CaseReader.Result.Rejected<Case>(List<Problem> problems) -> throw new AssertionError(problems);
        };
    }

    private List<Problem> problems(String yaml) {
        byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
        return switch (new CaseReader(evaluator.catalogue()).read("mini", "cases.yaml", bytes)) {
            case CaseReader.Result.Loaded<Case>(List<Case> cases) -> throw new AssertionError(cases);
            case CaseReader.Result.Rejected<Case>(List<Problem> problems) -> problems;
        };
    }
}
