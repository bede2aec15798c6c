package dev.shisa.conformity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProofJsonTest {

    private static Verdict verdict() {
        Catalogue catalogue = Mini.catalogue();
        return new Evaluator(catalogue)
                .evaluate(
                        Facts.TARGET,
                        catalogue.requirements().getFirst(),
                        FactSource.of(
                                List.of(Facts.of("network.used", true).until(5).fact())),
                        Parameters.NONE,
                        Facts.NOW);
    }

    @Test
    void theTextIsCanonical() {
        assertThat(ProofJson.write(verdict().proof()))
                .startsWith("{\"applies\":{\"kind\":\"leaf\",\"path\":\"applies\",\"proven\":\"true\",\"reading\":{")
                .contains("\"decidedAt\":\"2026-06-01T00:00:00Z\",\"edition\":\"vocabulary 1, mini 3, sha256 ")
                .contains(
                        "\"rule\":{\"kind\":\"every\",\"path\":\"rule\",\"proven\":\"unknown\",\"reading\":{\"doubt\":\"none\"")
                .doesNotContain("null", ": ", "\n");
    }

    @Test
    void orderAndWhiteSpaceDoNotMatterWhenReading() {
        Proof proof = verdict().proof();
        String json = ProofJson.write(proof);
        String loose = json.replace(",\"", " ,\n \"").replace("\":", "\" : ");
        assertThat(ProofJson.read(loose)).isEqualTo(proof);
        String turned = json.replaceFirst("\\{(\"applies\":.*),(\"target\":\"camera\")}$", "{$2,$1}");
        assertThat(turned).startsWith("{\"target\"");
        assertThat(ProofJson.read(turned)).isEqualTo(proof);
    }

    @Test
    void anyCharacterSurvives() {
        Proof proof = verdict().proof();
        Proof odd = new Proof(
                "\"\\/\n\t\r\b\u0001\u2028語𠮷{}[],:",
                proof.requirement(),
                proof.edition(),
                "",
                List.of(),
                proof.decidedAt(),
                List.of(),
                null,
                proof.rule(),
                List.of(),
                new Reopened(
                        Facts.NOW,
                        new Text("前", "before"),
                        new Text("後", "after"),
                        true,
                        new Reopened.Review("\"田中", Facts.NOW, "読んだ")),
                List.of(),
                List.of());
        assertThat(ProofJson.read(ProofJson.write(odd))).isEqualTo(odd);
    }

    @Test
    void whatIsNotAProofIsRefused() {
        String json = ProofJson.write(verdict().proof());
        List.of(
                        "",
                        "{}",
                        "[]",
                        "5",
                        "null",
                        "\"",
                        "{\"a\":}",
                        "{\"a\":1,}",
                        "[".repeat(10_000),
                        "\"\\u12\"",
                        "tru",
                        json + "x")
                .forEach(text -> assertThatThrownBy(() -> ProofJson.read(text))
                        .as(text)
                        .isInstanceOf(IllegalArgumentException.class));
        Property.holds(300, random -> {
            int at = random.nextInt(json.length());
            String changed = random.nextBoolean()
                    ? json.substring(0, at)
                    : json.substring(0, at)
                            + Property.pick(random, "\"", "{", "]", "x", "-", "\\")
                            + json.substring(at + 1);
            try {
                ProofJson.read(changed);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        });
    }
}
