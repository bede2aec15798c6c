package dev.shisa.server.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpdateWindowTest {

    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    /** 2026-11-20 is a Friday. */
    private static Instant at(String time) {
        return ZonedDateTime.parse(time + "+09:00[Asia/Tokyo]").toInstant();
    }

    private static UpdateWindow nights(DayOfWeek... days) {
        Set<DayOfWeek> chosen = EnumSet.noneOf(DayOfWeek.class);
        chosen.addAll(Set.of(days));
        return new UpdateWindow(UpdateWindow.Timing.WINDOW, chosen, LocalTime.of(22, 0), LocalTime.of(4, 0));
    }

    @Test
    void aHospitalsUpdateWaitsForItsMaintenanceWindow() {
        UpdateWindow sunday = nights(DayOfWeek.SUNDAY);
        assertThat(sunday.next(at("2026-11-20T12:00:00"), TOKYO)).contains(at("2026-11-22T22:00:00"));
        assertThat(sunday.next(at("2026-11-22T23:00:00"), TOKYO)).contains(at("2026-11-22T23:00:00"));
        assertThat(sunday.next(at("2026-11-23T03:59:59"), TOKYO)).contains(at("2026-11-23T03:59:59"));
        assertThat(sunday.next(at("2026-11-23T04:00:00"), TOKYO)).contains(at("2026-11-29T22:00:00"));
    }

    @Test
    void whereSomebodyHasToGoNoClockTells() {
        UpdateWindow visit =
                new UpdateWindow(UpdateWindow.Timing.VISIT, Set.of(), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);
        assertThat(visit.next(at("2026-11-20T12:00:00"), TOKYO)).isEmpty();
    }

    @Test
    void theNextInstantIsNeverInThePastAndAlwaysInItsWindow() {
        Random random = new Random(145);
        for (int i = 0; i < 2_000; i++) {
            Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
            for (DayOfWeek day : DayOfWeek.values()) {
                if (random.nextInt(3) == 0) {
                    days.add(day);
                }
            }
            LocalTime begins = LocalTime.of(random.nextInt(24), random.nextInt(60));
            LocalTime ends = LocalTime.of(random.nextInt(24), random.nextInt(60));
            UpdateWindow window = new UpdateWindow(UpdateWindow.Timing.WINDOW, days, begins, ends);
            Instant now = at("2026-11-20T00:00:00").plusSeconds(random.nextInt(2_000_000));

            Instant next = window.next(now, TOKYO).orElseThrow();

            assertThat(next).isBetween(now, now.plus(Duration.ofDays(8)));
            assertThat(window.next(next, TOKYO)).contains(next);
            if (next.isAfter(now)) {
                ZonedDateTime start = next.atZone(TOKYO);
                assertThat(start.toLocalTime()).isEqualTo(begins);
                assertThat(days.isEmpty() || days.contains(start.getDayOfWeek()))
                        .isTrue();
            }
        }
    }
}
