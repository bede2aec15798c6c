package dev.shisa.server.platform.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.shisa.server.platform.act.Attached;
import dev.shisa.server.platform.act.InForm;
import dev.shisa.server.platform.act.Sent;
import dev.shisa.server.platform.act.Within;
import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.api.OneOf;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.web.multipart.MultipartFile;

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

    @Sent("test")
    record Parcel(
            @InForm("parcel") @Words(most = 5) String name,
            @Words(most = 5, lines = 3) @Nullable List<String> labels,

            @InForm({"box", "in-"}) @Words(most = 5) Map<String, String> boxes,

            @Nullable Map<String, String> weights,
            Boolean sealed,
            boolean heavy,
            @Nullable UUID sender,
            LocalDate sentOn,
            @Nullable Attached slip,
            Attached paper) {}

    private static final UUID SENDER = UUID.fromString("01900000-0000-7000-8000-000000000000");

    private static final Map<String, String[]> PARCEL = Map.of(
            "parcel", new String[] {"tea"},
            "name", new String[] {"of another form"},
            "labels", new String[] {" dry \r\n\r\nday"},
            "box", new String[] {"b", "a"},
            "in-a", new String[] {"left"},
            "weights.a", new String[] {"3"},
            "weights.b", new String[] {""},
            "sealed", new String[] {"no"},
            "sender", new String[] {SENDER.toString()},
            "sentOn", new String[] {"2026-11-20"});

    private static Parcel parcel(Map<String, String[]> typed, String file, byte... content) {
        MultipartFile part = new MockMultipartFile(file, "paper.txt", null, content);
        return FormReader.read(Parcel.class, typed, Map.of(file, part));
    }

    @Test
    void linesBoxesYesAndNoAndFilesAreRead() {
        Parcel parcel = parcel(PARCEL, "paper", (byte) 1);

        assertThat(parcel.name()).isEqualTo("tea");
        assertThat(parcel.labels()).containsExactly("dry", "day");
        assertThat(parcel.boxes()).isEqualTo(Map.of("a", "left", "b", ""));
        assertThat(parcel.weights()).isEqualTo(Map.of("a", "3"));
        assertThat(parcel.sealed()).isFalse();
        assertThat(parcel.heavy()).isFalse();
        assertThat(parcel.sender()).isEqualTo(SENDER);
        assertThat(parcel.slip()).isNull();
        assertThat(parcel.paper().part()).isPresent();
    }

    @Test
    void aFileWithoutContentIsNoneAndNeitherYesNorNoIsNoAnswer() {
        Map<String, String[]> typed = new HashMap<>(PARCEL);
        typed.put("sealed", new String[] {""});
        typed.put("in-a", new String[] {"far left"});
        typed.put("sentOn", new String[] {"0201-11-20"});

        assertThat(Wrongs.of(parcel(typed, "paper")).list())
                .extracting(one -> one.field() + " " + one.why())
                .containsExactly("boxes long", "sealed choice", "sentOn day", "paper file");
    }

    @Test
    void whatAProgramSentHasNoBlanksAroundItsWords() {
        Parcel sent = new Parcel(
                " tea ",
                List.of(" dry "),
                Map.of("a", " left"),
                null,
                true,
                true,
                null,
                LocalDate.EPOCH,
                null,
                Attached.upload(SENDER));

        Parcel tidy = FormReader.tidy(sent);

        assertThat(tidy.name()).isEqualTo("tea");
        assertThat(tidy.labels()).containsExactly("dry");
        assertThat(tidy.boxes()).isEqualTo(Map.of("a", "left"));
    }

    /** Field and reason of what is wrong when these fields are other than good. */
    private static List<String> wrong(String... changed) {
        Map<String, String[]> typed = new HashMap<>(GOOD);
        for (int i = 0; i < changed.length; i += 2) {
            typed.put(changed[i], new String[] {changed[i + 1]});
        }
        Wrongs.WrongFields wrong =
                catchThrowableOfType(Wrongs.WrongFields.class, () -> FormReader.read(Order.class, typed));
        assertThat(wrong).isNotNull();
        return wrong.wrong().stream().map(one -> one.field() + " " + one.why()).toList();
    }
}
