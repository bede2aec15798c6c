package dev.shisa.server.platform.record;

import dev.shisa.server.platform.Components;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.act.Attached;
import dev.shisa.server.platform.act.Sent;
import dev.shisa.server.platform.act.Within;
import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.api.OneOf;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is wrong with what was sent, field by field, in the order of its fields; of one field the first counts. */
public final class Wrongs {

    /**
     * A field that cannot be taken.
     *
     * @param why end of its message
     * @param args of the message
     */
    public record Wrong(String field, String why, List<Object> args) {}

    /** A day that lies outside of these is a slip of the finger. */
    private static final int FIRST_YEAR = 1970;

    private static final int LAST_YEAR = 2199;

    private final Sent sent;
    private final Map<String, Wrong> wrong = new LinkedHashMap<>();

    Wrongs(Class<?> type) {
        this.sent = Objects.requireNonNull(type.getAnnotation(Sent.class), type + " is not sent");
    }

    /** What is wrong with it by what its components say of themselves. */
    public static Wrongs of(Record sent) {
        Wrongs wrongs = new Wrongs(sent.getClass());
        wrongs.look("", sent);
        return wrongs;
    }

    private void look(String before, Record record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String field = name(before, component.getName());
            Object value = Components.get(record, component);
            if (value == null) {
                if (!Components.mayBeNull(component)) {
                    add(field, missing(component.getType()));
                }
                continue;
            }
            Words text = component.getAnnotation(Words.class);
            if (value instanceof Record inner) {
                if (text == null) {
                    look(field, inner);
                } else {
                    inLanguages(field, text, inner);
                }
                continue;
            }
            OneOf choices = component.getAnnotation(OneOf.class);
            if (choices != null && !Arrays.asList(choices.value()).containsAll(all(value))) {
                add(field, "choice");
            }
            if (text != null) {
                for (Object one : all(value)) {
                    words(field, text, text.must(), one.toString());
                }
                if (text.must() && value instanceof Collection<?> many && many.isEmpty()) {
                    add(field, "missing");
                }
            }
            if (value instanceof LocalDate day && !isLikely(day)) {
                add(field, "day");
            }
            Within within = component.getAnnotation(Within.class);
            if (within != null
                    && value instanceof Integer number
                    && (number < within.least() || number > within.most())) {
                add(field, "between", within.least(), within.most());
            }
        }
    }

    /** Whether somebody can have meant a day. */
    public static boolean isLikely(LocalDate day) {
        return day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR;
    }

    private static String missing(Class<?> type) {
        return type == Attached.class ? "file" : type == Boolean.class ? "choice" : "missing";
    }

    private static Collection<?> all(Object value) {
        return switch (value) {
            case Collection<?> many -> many;
            case Map<?, ?> map -> map.values();
            default -> List.of(value);
        };
    }

    /** The same in several languages: the first must be there, the others may follow. */
    private void inLanguages(String field, Words text, Record inner) {
        boolean must = text.must();
        for (RecordComponent part : inner.getClass().getRecordComponents()) {
            words(name(field, part.getName()), text, must, Objects.toString(Components.get(inner, part), ""));
            must = false;
        }
    }

    private void words(String field, Words text, boolean must, String value) {
        if (must && value.isBlank()) {
            add(field, "missing", text.most());
        } else if (text.most() > 0 && value.strip().length() > text.most()) {
            add(field, "long", text.most(), value.strip().length());
        }
    }

    /** {@code titleJa} of {@code title} and {@code ja}. */
    static String name(String before, String component) {
        return before.isEmpty() ? component : before + RowType.capital(component);
    }

    /** Notes a field that cannot be taken. */
    public Wrongs add(String field, String why, Object... args) {
        wrong.putIfAbsent(field, new Wrong(field, why, List.of(args)));
        return this;
    }

    /** Notes why a field cannot be taken, whatever else is wrong with it. */
    Wrongs instead(Wrong one) {
        wrong.put(one.field(), one);
        return this;
    }

    /** Notes a field unless something is true. */
    public Wrongs unless(boolean good, String field, String why, Object... args) {
        return good ? this : add(field, why, args);
    }

    public boolean none() {
        return wrong.isEmpty();
    }

    List<Wrong> list() {
        return List.copyOf(wrong.values());
    }

    /** Refuses what was sent, all its wrong fields told at once; does nothing if there is none. */
    public void refuse() {
        refuse(422);
    }

    /** The same with another status: 409 where somebody else has changed the thing since. */
    public void refuse(int status) {
        if (!none()) {
            throw new WrongFields(status, sent, list());
        }
    }

    /** The messages of which the first that exists says what is wrong: those of the form, those of its capability, those of all. */
    static List<String> keys(String words, Wrong one) {
        String of = words + ".wrong." + one.field();
        String capability = words.replaceFirst("\\..*", "");
        return List.of(
                of + "." + one.why(),
                of,
                words + ".wrong." + one.why(),
                capability + ".wrong." + one.why(),
                "web.wrong." + one.why());
    }

    /** Fields of what was sent that cannot be taken. */
    static final class WrongFields extends Problem {

        private static final long serialVersionUID = 1L;

        private final String words;
        private final transient List<Wrong> wrong;

        WrongFields(int status, Sent sent, List<Wrong> wrong) {
            super(
                    status,
                    sent.problem().isEmpty() ? sent.value() + ".wrong" : sent.problem(),
                    args(wrong.getFirst(), sent.problem().equals("api.field") ? "/" : ""));
            this.words = sent.value();
            this.wrong = wrong;
        }

        /** The field, and what its own message is told. */
        private static Object[] args(Wrong first, String before) {
            List<Object> args = new ArrayList<>(List.of(before + first.field()));
            args.addAll(first.args());
            return args.toArray();
        }

        List<Wrong> wrong() {
            return new ArrayList<>(wrong);
        }

        @Override
        public List<Field> fields() {
            return wrong.stream()
                    .map(one -> new Field("/" + one.field(), keys(words, one), one.args()))
                    .toList();
        }
    }
}
