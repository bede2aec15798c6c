package dev.shisa.server.platform.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.shisa.server.platform.act.Sent;
import dev.shisa.server.platform.act.Within;
import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.api.OneOf;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a form sends becomes a record, or a reason for each field that cannot. */
class FormReaderTest {

    enum Colour {
        RED,
        GREEN
    }

    @Sent("test")
    record Order(
            @Words(most = 5, must = true) String name,
            @Words(most = 5) @Nullable String note,
            LocalDate day,
            @Nullable LocalDate until,

            @Within(least = 1, most = 9) Integer count,

            Colour colour,
            List<Colour> others,
            @OneOf({"a", "b"}) String way) {}

    private static final Map<String, String[]> GOOD = Map.of(
            "name", new String[] {" box\r\n"},
            "note", new String[] {""},
            "day", new String[] {"2026-11-20"},
            "count", new String[] {"3"},
            "colour", new String[] {"green"},
            "others", new String[] {"red", "green"},
            "way", new String[] {"a"});

    @Test
    void textsDaysNumbersAndChoicesAreRead() {
        assertThat(FormReader.read(Order.class, GOOD))
                .isEqualTo(new Order(
                        "box",
                        null,
                        LocalDate.of(2026, 11, 20),
                        null,
                        3,
                        Colour.GREEN,
                        List.of(Colour.RED, Colour.GREEN),
                        "a"));
    }

    @Test
    void whatWasTypedAndCannotBeReadIsNotTakenForNothing() {
        assertThat(wrong("day", "20th", "until", "soon", "count", "many", "colour", "blue"))
                .containsExactlyInAnyOrder("day day", "until day", "count number", "colour choice");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThat(wrong("name", "", "note", "too long", "day", "", "until", "soon", "way", "c"))
                .containsExactlyInAnyOrder("name missing", "note long", "day missing", "until day", "way choice");
    }

    /** Field and reason of what is wrong when these fields are other than good. */
    private static List<String> wrong(String... changed) {
        Map<String, String[]> typed = new java.util.HashMap<>(GOOD);
        for (int i = 0; i < changed.length; i += 2) {
            typed.put(changed[i], new String[] {changed[i + 1]});
        }
        Wrongs.WrongFields wrong =
                catchThrowableOfType(Wrongs.WrongFields.class, () -> FormReader.read(Order.class, typed));
        assertThat(wrong).isNotNull();
        return wrong.wrong().stream().map(one -> one.field() + " " + one.why()).toList();
    }
}
