package dev.shisa.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times as people write them are the days that they are, and nothing else is a time. */
class SpansTest {

    private static boolean says(String text, int days) {
        return Spans.in(text).stream().anyMatch(span -> span.is(days));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            7日以内|7
            ７日以内に|7
            2週間ごと|14
            二週間に一度|14
            少なくとも30日ごと|30
            三十日|30
            1か月ごと|30
            1か月ごと|31
            毎月|30
            隔週|14
            翌日|1
            48時間以内|2
            within 7 days|7
            seven calendar days|7
            every two weeks|14
            a week|7
            forty-five days|45
            monthly|30
            72 hours|3
            報告から45日(直せないときは、回避策か使用を避けるお知らせまで)|45
            """)
    void saysSoManyDays(String text, int days) {
        assertThat(says(text, days)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            3営業日以内|3
            翌営業日|1
            three business days|3
            5 working days|5
            36時間|1
            36時間|2
            2週間ごと|2
            7日以内|17
            """)
    void doesNotSaySoManyDays(String text, int days) {
        assertThat(Spans.in(text)).isNotEmpty();
        assertThat(says(text, days)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"速やかに", "2031年3月31日まで", "第2週の会議", "as soon as possible", "2回", "当社が決めた内容「13」", "on Monday"})
    void namesNoTime(String text) {
        assertThat(Spans.in(text)).isEmpty();
    }
}
