package dev.shisa.server.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Fees, forms and addresses are data by day, each with where and when it was read. */
class SchemeTest {

    private static final String YAML = yaml();

    private static String yaml() {
        try (var in = SchemeTest.class.getResourceAsStream("/catalogue/scheme/jcstar.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private final Scheme scheme = Schemes.read(YAML.getBytes(StandardCharsets.UTF_8));

    private int yen(boolean psti, String day) {
        return scheme.fee(psti, LocalDate.parse(day)).map(Scheme.Fee::yen).orElse(-1);
    }

    @Test
    void theFeeIsThatOfTheDay() {
        assertThat(yen(false, "2025-03-24")).isEqualTo(-1);
        assertThat(yen(false, "2025-09-30")).isEqualTo(110_000);
        assertThat(yen(false, "2025-10-01")).isEqualTo(198_000);
        assertThat(yen(true, "2025-12-31")).isEqualTo(-1);
        assertThat(yen(true, "2026-01-01")).isEqualTo(140_000);
    }

    @Test
    void whatIsSentDependsOnTheApplication() {
        assertThat(scheme.needed(false, false, false))
                .extracting(Scheme.Paper::id)
                .containsExactly("confirmation", "application", "checklist");
        assertThat(scheme.needed(true, true, true))
                .extracting(Scheme.Paper::id)
                .containsExactly(
                        "confirmation", "application-psti", "checklist", "psti-statement", "proxy", "legal-person");
    }

    @Test
    void everythingSaysWhereItWasRead() {
        scheme.fees().forEach(fee -> assertThat(scheme.source(fee.source())).isPresent());
        scheme.forms().forEach(form -> assertThat(scheme.source(form.source())).isPresent());
        assertThat(scheme.pstiExcused()).containsExactlyInAnyOrder("S1.1-02", "S1.1-05", "S1.1-16");
        assertThat(scheme.read()).isEqualTo("2026-11-21");
    }

    @Test
    void aFileWithAMistakeNamesItsPlace() {
        assertThatThrownBy(() -> read(YAML.replace("yen: 198000", "yen: many"))).hasMessageContaining("/fees/1/yen");
        assertThatThrownBy(() -> read(YAML.replace("source: start", "source: rumour")))
                .hasMessageContaining("rumour");
        assertThatThrownBy(() -> read("a: [")).isInstanceOf(RuntimeException.class);
    }

    private static Scheme read(String yaml) {
        return Schemes.read(yaml.getBytes(StandardCharsets.UTF_8));
    }
}
