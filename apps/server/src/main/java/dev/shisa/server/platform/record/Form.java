package dev.shisa.server.platform.record;

import dev.shisa.server.platform.Components;
import dev.shisa.server.platform.act.Attached;
import dev.shisa.server.platform.act.InForm;
import dev.shisa.server.platform.act.Sent;
import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A form as a page shows it: the fields of a {@link Sent} record, what was typed into them, and what is wrong with it. As the parameter
 * of a page it is empty, or, where it was sent and could not be taken, as it was sent.
 *
 * @param <T> what the form sends
 */
public final class Form<T extends Record> {

    /** So many choices stand side by side; more are a list to open. */
    private static final int BESIDE_MAX = 7;

    /** Attribute of a request: the form that could not be taken. */
    static final String FAILED = Form.class.getName();

    private final Class<T> type;
    private final String words;
    private final Map<String, List<String>> typed = new HashMap<>();
    private final List<Wrongs.Wrong> wrong = new ArrayList<>();
    private final Map<String, List<Parts.Choice>> choices = new LinkedHashMap<>();
    private final Map<String, Boolean> must = new HashMap<>();
    private boolean sent;
    private boolean old;

    private Form(Class<T> type, Map<String, String[]> typed, List<Wrongs.Wrong> wrong, boolean sent) {
        this.type = type;
        this.words = Objects.requireNonNull(type.getAnnotation(Sent.class)).value();
        typed.forEach((name, values) -> this.typed.put(name, List.of(values)));
        this.wrong.addAll(wrong);
        this.sent = sent;
    }

    /** An empty form. */
    public static <T extends Record> Form<T> of(Class<T> type) {
        return new Form<>(type, Map.of(), List.of(), false);
    }

    /** A form that was sent and cannot be taken. */
    static <T extends Record> Form<T> failed(Class<T> type, Map<String, String[]> typed, Wrongs.WrongFields wrong) {
        Form<T> form = new Form<>(type, typed, wrong.wrong(), true);
        form.old = wrong.status() == 409;
        return form;
    }

    Class<T> type() {
        return type;
    }

    /** Whether it was sent and could not be taken. */
    public boolean isSent() {
        return sent;
    }

    /** The version that it is made from: the present one, unless it was sent and is not taken for another reason than its age. */
    public String version(int present) {
        return sent && !old ? value("version") : Integer.toString(present);
    }

    /** The same form with another button: what was sent by that stands in this one. */
    public Form<T> or(Form<?> other) {
        if (other.sent) {
            typed.putAll(other.typed);
            wrong.addAll(other.wrong);
            sent = true;
        }
        return this;
    }

    /** What stands in a field at first. */
    public Form<T> start(String field, String value) {
        if (!sent) {
            typed.put(field, List.of(value));
        }
        return this;
    }

    /** A moment of which day and hour are entered. */
    public Form<T> start(String field, Instant moment) {
        ZonedDateTime at = moment.atZone(Ui.ZONE);
        return start(DAY, at.toLocalDate().toString()).start(field, Integer.toString(at.getHour()));
    }

    /** What a record says stands in its fields at first. */
    public Form<T> start(T value) {
        for (RecordComponent component : type.getRecordComponents()) {
            Object held = Components.get(value, component);
            if (held instanceof Record inner) {
                for (RecordComponent part : held.getClass().getRecordComponents()) {
                    start(
                            Wrongs.name(component.getName(), part.getName()),
                            Objects.toString(Components.get(inner, part), ""));
                }
            } else if (held instanceof Map<?, ?> map) {
                map.forEach((key, one) -> start(component.getName() + "." + key, Stored.id(one)));
            } else if (held instanceof Collection<?> many && !sent) {
                List<String> all = many.stream().map(Stored::id).toList();
                typed.put(field(component), isLines(component) ? List.of(String.join("\n", all)) : all);
            } else if (held != null) {
                start(field(component), Stored.id(held));
            }
        }
        return this;
    }

    /** What a field can be, where its record does not say it itself. */
    public Form<T> choices(String field, List<Parts.Choice> all) {
        choices.put(field, all);
        return this;
    }

    /** Whether a field has to be filled in, where its record says otherwise. */
    public Form<T> must(String field, boolean isNeeded) {
        must.put(field, isNeeded);
        return this;
    }

    /** What stands in a field. */
    public String value(String field) {
        return typed.getOrDefault(field, List.of("")).stream().findFirst().orElse("");
    }

    /** All that is chosen in a field. */
    public Set<String> values(String field) {
        return Set.copyOf(typed.getOrDefault(field, List.of()));
    }

    /** What is wrong with a field; null: nothing. */
    public @Nullable String error(String field, Ui ui) {
        return wrong.stream()
                .filter(one -> shown(one.field()).equals(field))
                .findFirst()
                .map(one -> said(one, ui))
                .orElse(null);
    }

    /** What is wrong, in the order of the fields; for {@code part/errors.jte}. */
    public List<Parts.Mistake> mistakes(Ui ui) {
        return wrong.stream()
                .map(one -> new Parts.Mistake(shown(one.field()), said(one, ui)))
                .toList();
    }

    private String said(Wrongs.Wrong one, Ui ui) {
        return ui.first(Wrongs.keys(words, one), one.args().toArray());
    }

    /** The field of the form at which a mistake in a component stands. */
    private String shown(String field) {
        return Arrays.stream(type.getRecordComponents())
                .filter(c -> c.getName().equals(field))
                .findFirst()
                .map(c -> c.getType() == Instant.class ? DAY : field(c))
                .orElse(field);
    }

    /** What a component is called in the form. */
    static String field(RecordComponent component) {
        InForm named = component.getAnnotation(InForm.class);
        return named == null || named.value().length > 1 ? component.getName() : named.value()[0];
    }

    /** Whether it is a list of which each line of a text is one. */
    static boolean isLines(RecordComponent component) {
        Words text = component.getAnnotation(Words.class);
        return text != null && text.lines() > 1 && Collection.class.isAssignableFrom(component.getType());
    }

    /** What a form sends for false where it asks for yes or no. */
    static final String NO = "no";

    private static final String YES = "yes";

    /** The field beside an hour. */
    static final String DAY = "day";

    /** How a field is drawn. */
    public enum Drawn {
        LINE,
        NUMBER,
        DAY,
        TEXT,
        SELECT,
        RADIOS,
        CHECKS,
        FILE
    }

    /**
     * A field with its words.
     *
     * @param help null: its name says it all
     * @param error what is wrong with it; null: nothing
     */
    public record Field(
            String name,
            Drawn drawn,
            String label,
            @Nullable String help,
            String value,
            Set<String> values,
            @Nullable String error,
            boolean required,
            List<Parts.Choice> choices,
            int lines) {

        /** The same where the form has another button, which does without it. */
        public Field optional() {
            return new Field(name, drawn, label, help, value, values, error, false, choices, lines);
        }
    }

    /** All fields, in the order of the record. */
    public List<Field> fields(Ui ui) {
        List<Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType().isRecord()) {
                boolean must = !Components.mayBeNull(component);
                for (RecordComponent part : component.getType().getRecordComponents()) {
                    Words text = Objects.requireNonNull(component.getAnnotation(Words.class), component.getName());
                    // The first language must be there; the others may follow.
                    boolean first = part.getName()
                            .equals(component.getType().getRecordComponents()[0].getName());
                    String name = Wrongs.name(component.getName(), part.getName());
                    fields.add(field(name, text.lines() > 1 ? Drawn.TEXT : Drawn.LINE, must && first, text, ui));
                }
            } else if (component.getType() == Instant.class) {
                fields.add(field(DAY, Drawn.DAY, true, null, ui));
                choices.put(component.getName(), hours());
                fields.add(field(component.getName(), Drawn.SELECT, true, null, ui));
            } else {
                fields.add(field(component, ui));
            }
        }
        return fields;
    }

    /** Some of the fields, in this order. */
    public List<Field> fields(Ui ui, String... names) {
        return Arrays.stream(names)
                .flatMap(name -> Arrays.stream(type.getRecordComponents())
                        .filter(c -> c.getName().equals(name)))
                .map(component -> field(component, ui))
                .toList();
    }

    private Field field(RecordComponent component, Ui ui) {
        Words text = component.getAnnotation(Words.class);
        String name = component.getName();
        List<String> ids = ids(component);
        if (!ids.isEmpty() && !choices.containsKey(name)) {
            choices.put(
                    name,
                    ids.stream()
                            .map(id -> choice(words + "." + name + "." + id, id, ui))
                            .toList());
        }
        Drawn drawn = drawn(component, ids, text);
        boolean isNeeded = text == null
                ? component.getType() != boolean.class
                        && (choices.containsKey(name) || !Components.mayBeNull(component))
                : text.must();
        return field(name, field(component), drawn, must.getOrDefault(name, isNeeded), text, ui);
    }

    private static Parts.Choice choice(String key, String id, Ui ui) {
        return new Parts.Choice(id, ui.t(key), ui.has(key + ".help") ? ui.t(key + ".help") : "");
    }

    private Drawn drawn(RecordComponent component, List<String> ids, @Nullable Words text) {
        Class<?> type = component.getType();
        if (type == boolean.class || (Collection.class.isAssignableFrom(type) && !isLines(component))) {
            return Drawn.CHECKS;
        }
        if (choices.containsKey(component.getName())) {
            return ids.isEmpty() || ids.size() > BESIDE_MAX ? Drawn.SELECT : Drawn.RADIOS;
        }
        if (type == int.class || type == Integer.class) {
            return Drawn.NUMBER;
        }
        return type == LocalDate.class
                ? Drawn.DAY
                : type == Attached.class ? Drawn.FILE : text != null && text.lines() > 1 ? Drawn.TEXT : Drawn.LINE;
    }

    private Field field(String name, Drawn drawn, boolean must, @Nullable Words text, Ui ui) {
        return field(name, name, drawn, must, text, ui);
    }

    /**
     * @param name of the component, for its words
     * @param sentAs its name in the form
     */
    private Field field(String name, String sentAs, Drawn drawn, boolean must, @Nullable Words text, Ui ui) {
        String key = words + ".field." + name;
        return new Field(
                sentAs,
                drawn,
                ui.t(key),
                ui.has(key + ".help") ? ui.t(key + ".help") : null,
                value(sentAs),
                values(sentAs),
                error(sentAs, ui),
                must,
                choices.getOrDefault(name, List.of()),
                text == null ? 1 : text.lines());
    }

    /** The words that a component may be, as it says itself. */
    static List<String> ids(RecordComponent component) {
        OneOf closed = component.getAnnotation(OneOf.class);
        if (closed != null) {
            return List.of(closed.value());
        }
        if (component.getType() == boolean.class) {
            return List.of(YES);
        }
        if (component.getType() == Boolean.class) {
            return List.of(YES, NO);
        }
        Type type = component.getGenericType() instanceof ParameterizedType list
                ? list.getActualTypeArguments()[0]
                : component.getType();
        return type instanceof Class<?> plain && plain.isEnum()
                ? Arrays.stream(plain.getEnumConstants()).map(Stored::id).toList()
                : List.of();
    }

    private static List<Parts.Choice> hours() {
        return IntStream.range(0, 24)
                .mapToObj(
                        h -> new Parts.Choice(Integer.toString(h), String.format(Locale.ROOT, "%02d:00–%02d:59", h, h)))
                .toList();
    }
}
