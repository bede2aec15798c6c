package dev.shisa.server.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Reading;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroundTest {

    private static Ground of(Reading.Reason... reasons) {
        return new Ground(
                Arrays.stream(reasons)
                        .map(reason -> new Ground.Point(
                                "network.scanned", "", "", reason, Reading.Doubt.NONE, null, null, List.of(), null))
                        .toList(),
                reasons.length,
                null,
                List.of(),
                false,
                null);
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
