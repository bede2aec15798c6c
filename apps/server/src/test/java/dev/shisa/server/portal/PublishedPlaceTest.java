package dev.shisa.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.portal.PublishedPlace.Seen;
import dev.shisa.server.portal.PublishedPlace.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a place where the maker publishes counts as gone, and when a look says nothing about it. */
class PublishedPlaceTest {

    private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");
    private static final Seen THERE = new Seen.There("脆弱性の報告先", "\"1\"", "");
    private static final Seen DEAD = new Seen.Missing("dead", "404", false);

    private static PublishedPlace place() {
        return PublishedPlace.fresh("https://maker.example/policy", START);
    }

    /** Looks once an hour. */
    private static PublishedPlace hours(PublishedPlace place, Seen seen, int from, int to, boolean others) {
        PublishedPlace now = place;
        for (int hour = from; hour <= to; hour++) {
            now = now.after(seen, START.plus(Duration.ofHours(hour)), others);
        }
        return now;
    }

    @Test
    void aDeadLinkIsGoneAfterThreeLooksOverSixHoursAndNotBefore() {
        PublishedPlace there = place().after(THERE, START, false);
        assertThat(there.state()).isEqualTo(State.THERE);
        assertThat(hours(there, DEAD, 1, 6, false).state()).isEqualTo(State.FAILING);
        PublishedPlace gone = hours(there, DEAD, 1, 7, false);
        assertThat(gone.state()).isEqualTo(State.GONE);
        assertThat(gone.reachedAt()).isEqualTo(START);
        assertThat(there.after(DEAD, START.plus(Duration.ofHours(1)), false)
                        .after(DEAD, START.plus(Duration.ofHours(20)), false)
                        .state())
                .as("two looks are not three, however long between them")
                .isEqualTo(State.FAILING);
    }

    @Test
    void aPlaceThatIsThereOnceMoreBeginsAnew() {
        PublishedPlace back = hours(place(), DEAD, 0, 9, true).after(THERE, START.plus(Duration.ofHours(10)), false);
        assertThat(back.state()).isEqualTo(State.THERE);
        assertThat(back.failures()).isZero();
        assertThat(hours(back, DEAD, 11, 16, true).state()).isEqualTo(State.FAILING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown-host", "unreachable", "too-long", "certificate"})
    void whatMayBeOurOwnWayToTheInternetSaysNothingUntilSomebodyElseAnswers(String reason) {
        Seen missing = new Seen.Missing(reason, "maker.example", false);
        assertThat(hours(place(), missing, 0, 500, false).state())
                .as("never there, and nobody else either")
                .isEqualTo(State.FAILING);
        assertThat(hours(place(), missing, 0, 6, true).state()).isEqualTo(State.GONE);
        PublishedPlace was = place().after(THERE, START, false);
        assertThat(hours(was, missing, 1, 24, false).state()).isEqualTo(State.FAILING);
        assertThat(hours(was, missing, 1, 25, false).state()).isEqualTo(State.GONE);
    }

    @Test
    void whatCannotBeAskedChangesNothing() {
        Seen unasked = new Seen.Unasked("inside", "intra.maker.example");
        assertThat(hours(place(), unasked, 0, 100, true).state()).isEqualTo(State.UNASKED);
        PublishedPlace gone = hours(place(), DEAD, 0, 9, true);
        assertThat(hours(gone, unasked, 10, 12, true).state()).isEqualTo(State.GONE);
    }

    @Test
    void whatNeedsNoSecondLookIsGoneAtOnce() {
        assertThat(place().after(new Seen.Missing("own-off", "", true), START, false)
                        .state())
                .isEqualTo(State.GONE);
    }

    @Test
    void otherWordsAreNotedAndTheSameWordsAreNot() {
        PublishedPlace first = place().after(THERE, START, false);
        Instant later = START.plus(Duration.ofHours(1));
        assertThat(first.after(THERE, later, false).changedAt()).isNull();
        assertThat(first.after(new Seen.Unread(), later, false).changedAt()).isNull();
        PublishedPlace changed = first.after(new Seen.There("工事中", "", ""), later, false);
        assertThat(changed.changedAt()).isEqualTo(later);
        assertThat(changed.state()).as("a changed page is no dead one").isEqualTo(State.THERE);
    }

    @Test
    void whateverIsSeenInWhateverOrderAPlaceIsNeverGoneWithoutThreeFailuresInARow() {
        long seed = 20261122;
        Random random = new Random(seed);
        Seen[] all = {
            THERE, new Seen.Unread(), DEAD, new Seen.Missing("too-long", "x", false), new Seen.Unasked("inside", "x")
        };
        for (int run = 0; run < 300; run++) {
            PublishedPlace place = place();
            int failures = 0;
            for (int hour = 0; hour < 60; hour++) {
                Seen seen = all[random.nextInt(all.length)];
                place = place.after(seen, START.plus(Duration.ofHours(hour)), random.nextBoolean());
                failures = switch (seen) {
                    case Seen.Missing _ -> failures + 1;
                    case Seen.Unasked _ -> failures;
                    default -> 0;
                };
                assertThat(place.state() == State.GONE && failures < 3)
                        .as("seed %s, run %s, hour %s", seed, run, hour)
                        .isFalse();
            }
        }
    }

    @Test
    void aNumberThatChangesAtEachCallIsNoChangeOfTheWords() {
        String page =
                "<html><head><script nonce=\"%1$s\">let t='%1$s'</script></head><body><p>連絡先 <b>psirt@maker.example</b></p><!-- %1$s --></body></html>";
        assertThat(text(page.formatted("a1")))
                .isEqualTo(text(page.formatted("b2")))
                .contains("psirt@maker.example");
        assertThat(text(page)).isNotEqualTo(text(page.replace("連絡先", "お問い合わせ")));
    }

    private static String text(String page) {
        return PlaceWatch.text("text/html; charset=UTF-8", page.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://maker.example/psirt                          | https://maker.example/psirt
            トップの https://maker.example/psirt。               | https://maker.example/psirt
            (https://maker.example/a?b=1&c=2)を見てください      | https://maker.example/a?b=1&c=2
            see https://maker.example/a#part, page 3             | https://maker.example/a
            HTTP://Maker.example/A                               | HTTP://Maker.example/A
            ftp://maker.example/a                                |
            マニュアル 12ページ                                  |
            """)
    void addressesAreFoundInWhatPeopleWrite(String text, String address) {
        assertThat(StatedPlaces.in(text)).isEqualTo(address == null ? java.util.Set.of() : java.util.Set.of(address));
    }
}
