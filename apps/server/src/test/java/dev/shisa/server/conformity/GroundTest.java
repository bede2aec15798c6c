package dev.shisa.server.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Reading;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class GroundTest {

    private static Ground of(Reading.Reason... reasons) {
        return new Ground(
                Arrays.stream(reasons)
                        .map(reason -> new Ground.Point(
                                "network.scanned",
                                "",
                                List.of(""),
                                reason,
                                Reading.Doubt.NONE,
                                null,
                                null,
                                List.of(),
                                null))
                        .toList(),
                reasons.length,
                null,
                List.of(),
                false,
                null);
    }

    @Test
    void whatWasStoredEarlierIsReadAsOfOneItem() {
        String stored = """
                {"points": [{"key": "login.change", "item": "login-1", "about": "login-1", "reason": "HOLDS_NOT", "doubt": "NONE",
                "ja": "変更できる", "en": "It changes", "unset": []}], "open": 1, "evidence": [], "ruleFails": false}""";
        assertThat(new JsonMapper().readValue(stored, Ground.class).points())
                .singleElement()
                .satisfies(point -> assertThat(point.named()).containsExactly("login-1"));
        NextInShort ahead = new JsonMapper().readValue("""
                {"questions": 3, "touched": 2, "first": "login.change[login-1]", "parameter": false, "confirmations": 0,
                "strengthen": false}""", NextInShort.class);
        assertThat(ahead.questions()).isEqualTo(3);
        assertThat(ahead.waitingForContradictions()).isZero();
        assertThat(ahead.compare()).isNull();
    }

    @Test
    void oneCauseIsNamedOnlyWhereNothingElseIsInTheWay() {
        assertThat(of(Reading.Reason.FALLS_SHORT).isOnly(Reading.Reason.FALLS_SHORT))
                .isTrue();
        assertThat(of(Reading.Reason.FALLS_SHORT, Reading.Reason.NO_FACT).isOnly(Reading.Reason.FALLS_SHORT))
                .as("questions are left")
                .isFalse();
        assertThat(of(Reading.Reason.EARLIER_VERSION, Reading.Reason.TOUCHED_BY_CHANGE)
                        .isOnly(Reading.Reason.EARLIER_VERSION, Reading.Reason.TOUCHED_BY_CHANGE))
                .isTrue();
        assertThat(of().isOnly(Reading.Reason.FALLS_SHORT)).isFalse();
    }
}
