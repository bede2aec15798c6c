package dev.shisa.server.shipment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.shipment.Concerned.Match;
import dev.shisa.server.shipment.Concerned.Named;
import dev.shisa.server.shipment.ShippingStops.May;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a stop is about, on which days it holds, and what may leave. */
class ShippingStopsTest {

    private static final UUID SERIES = new UUID(0, 9);
    private static final UUID MODEL = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);
    private static final UUID OLD = new UUID(0, 3);
    private static final UUID NEW = new UUID(0, 4);
    private static final LocalDate STOPPED = LocalDate.of(2026, 3, 1);
    private static final LocalDate RESUMED = LocalDate.of(2026, 4, 1);

    private final List<Stop.Step> steps = new ArrayList<>();

    private static Item item(@Nullable UUID model, @Nullable UUID release, String lot, String serials) {
        return new Item(model, release, lot, SerialRange.parse(serials).ranges());
    }

    private static Concerned concerned(boolean model, boolean release, String lot, String serials) {
        return new Concerned(
                model ? List.of(new Named(MODEL, "GW-50")) : List.of(),
                release ? List.of(new Named(OLD, "1.0")) : List.of(),
                lot.isEmpty() ? List.of() : List.of(lot),
                SerialRange.parse(serials).ranges());
    }

    private Stop done(Stop.Act act, LocalDate day, @Nullable Concerned concerned, @Nullable UUID fixed) {
        steps.add(new Stop.Step(
                new UUID(1, steps.size()),
                act,
                day,
                "",
                concerned == null
                        ? null
                        : new Stop.Content(concerned, new Said("理由", ""), new Said("", ""), false, null),
                fixed,
                new UUID(0, 0),
                "田中",
                Instant.EPOCH.plusSeconds(steps.size())));
        return new Stop(new UUID(2, 2), "R-1", SERIES, Instant.EPOCH, steps);
    }

    @Test
    void modelsAndVersionsNarrowLotsAndSerialsAreTwoNamesOfTheSame() {
        assertThat(Concerned.ALL.match(item(null, null, "", ""))).isEqualTo(Match.YES);
        Concerned both = concerned(true, true, "", "");
        assertThat(both.match(item(MODEL, OLD, "", ""))).isEqualTo(Match.YES);
        assertThat(both.match(item(MODEL, NEW, "", ""))).isEqualTo(Match.NO);
        assertThat(both.match(item(OTHER, null, "", ""))).isEqualTo(Match.NO);
        assertThat(both.match(item(MODEL, null, "", ""))).isEqualTo(Match.UNCLEAR);

        Concerned units = concerned(false, false, "a1", "GW-100–GW-199");
        assertThat(units.match(item(null, null, "Ａ1", ""))).isEqualTo(Match.YES);
        assertThat(units.match(item(null, null, "B2", "GW-150–GW-250"))).isEqualTo(Match.YES);
        assertThat(units.match(item(null, null, "B2", "GW-200"))).isEqualTo(Match.NO);
        assertThat(units.match(item(null, null, "B2", "")))
                .as("its serials are not known")
                .isEqualTo(Match.UNCLEAR);
        assertThat(units.match(item(null, null, "", "GW-200")))
                .as("its lot is not known")
                .isEqualTo(Match.UNCLEAR);
        assertThat(concerned(false, false, "a1", "").match(item(null, null, "B2", "")))
                .isEqualTo(Match.NO);
    }

    @Test
    void ofAShipmentAsManyDevicesAreConcernedAsHaveTheSerials() {
        Concerned units = concerned(false, false, "a1", "GW-100–GW-199");
        assertThat(units.devices(item(null, null, "B2", "GW-150–GW-250"), 101)).isEqualTo(50);
        assertThat(units.devices(item(null, null, "A1", "GW-150–GW-250"), 101)).isEqualTo(101);
        assertThat(Concerned.ALL.devices(item(null, null, "", ""), 7)).isEqualTo(7);
    }

    @Test
    void nothingConcernedLeavesFromTheDayOfTheStopUntilTheDayBeforeResuming() {
        done(Stop.Act.STOP, STOPPED, concerned(true, false, "", ""), null);
        Stop stop = done(Stop.Act.RESUME, RESUMED, null, null);
        ShippingStops stops = new ShippingStops(List.of(stop));
        Item item = item(MODEL, OLD, "", "");
        assertThat(stops.may(item, STOPPED.minusDays(1)).may()).isEqualTo(May.YES);
        assertThat(stops.may(item, STOPPED)).isEqualTo(new ShippingStops.Ruling(May.NO, List.of("R-1")));
        assertThat(stops.may(item, RESUMED.minusDays(1)).may()).isEqualTo(May.NO);
        assertThat(stops.may(item, RESUMED).may()).isEqualTo(May.YES);
        assertThat(stops.may(item(OTHER, OLD, "", ""), STOPPED).may()).isEqualTo(May.YES);
        assertThat(stops.may(item(null, OLD, "", ""), STOPPED))
                .isEqualTo(new ShippingStops.Ruling(May.UNCLEAR, List.of("R-1")));
    }

    @Test
    void howItStandsFollowsFromItsSteps() {
        Stop stop = done(Stop.Act.STOP, STOPPED, Concerned.ALL, null);
        assertThat(stop.state()).isEqualTo(Stop.State.STOPPED);
        assertThat(stop.next()).contains(Stop.Act.WITHDRAW, Stop.Act.RESUME).doesNotContain(Stop.Act.STOP);
        done(Stop.Act.WITHDRAW, STOPPED.plusDays(2), null, null);
        stop = done(Stop.Act.NOTICE, STOPPED.plusDays(3), null, null);
        assertThat(stop.state()).isEqualTo(Stop.State.WITHDRAWING);
        stop = done(Stop.Act.FIXED, STOPPED.plusDays(20), null, NEW);
        assertThat(stop.affects(item(MODEL, NEW, "", ""), STOPPED))
                .as("without the fault")
                .isEqualTo(Match.NO);
        assertThat(stop.affects(item(MODEL, OLD, "", ""), STOPPED.minusDays(90)))
                .isEqualTo(Match.YES);
        stop = done(Stop.Act.RESUME, RESUMED, null, null);
        assertThat(stop.state()).isEqualTo(Stop.State.RESUMED);
        assertThat(stop.affects(item(MODEL, OLD, "", ""), RESUMED)).isEqualTo(Match.NO);
        assertThat(stop.affects(item(MODEL, OLD, "", ""), STOPPED)).isEqualTo(Match.YES);
        stop = done(Stop.Act.STOP, RESUMED.plusDays(30), null, null);
        assertThat(stop.blocksOn(RESUMED.plusDays(29))).isFalse();
        assertThat(stop.blocksOn(RESUMED.plusDays(300))).isTrue();
        stop = done(Stop.Act.CLOSE, RESUMED.plusDays(31), null, null);
        assertThat(stop.state()).isEqualTo(Stop.State.ENDED);
        assertThat(stop.blocksOn(RESUMED.plusDays(300))).as("never resumed").isTrue();
        assertThat(stop.next()).containsExactly(Stop.Act.NOTE);
    }
}
