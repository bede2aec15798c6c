package dev.shisa.server.procedure;

import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.procedure.Execution.Attached;
import dev.shisa.server.procedure.Execution.Saved;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** An execution in words: the record that becomes the file of its evidence. */
@Component
class Protocol {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(Ui.ZONE);

    private final Messages messages;
    private final FactWords words;
    private final Products products;

    Protocol(Messages messages, FactWords words, Products products) {
        this.messages = messages;
        this.words = words;
        this.products = products;
    }

    /** The key of the words that ask for a note. */
    static String label(Procedure procedure, String field) {
        return "procedure." + procedure.id() + ".note." + field;
    }

    /** What was seen, by the name that people read. */
    String seen(Procedure procedure, String name, Locale locale) {
        String key = "procedure." + procedure.id() + ".seen." + name;
        return messages.has(locale, key) ? messages.get(locale, key) : name;
    }

    /** A note as people read it. */
    String note(Procedure procedure, Procedure.Field field, Notes notes, Map<String, String> itemNames, Locale locale) {
        String note = notes.of(field.id());
        return switch (field.type()) {
            case LABELS -> labels(field, notes, locale);
            case YES_NO, CHOICE -> messages.get(locale, "procedure.choice." + note);
            case TIES -> {
                List<String> lines = new ArrayList<>();
                Sighting.ties(note)
                        .forEach((name, code) -> lines.add(seen(procedure, name, locale) + " = "
                                + (code.equals(Sighting.NEW)
                                        ? messages.get(locale, "procedure.tie.new")
                                        : itemNames.getOrDefault(code, code))));
                yield String.join("\n", lines);
            }
            default -> note;
        };
    }

    /** What the comparison of labels said; empty: nobody has compared any. */
    String labels(Procedure.Field field, Notes notes, Locale locale) {
        String result = notes.of(field.id());
        return result.isEmpty()
                ? ""
                : messages.get(
                        locale,
                        "procedure.labels." + result,
                        notes.of(field.id() + Labels.UNITS),
                        notes.of(field.id() + Labels.SHORTEST));
    }

    /** What was noted, a line each. */
    String notes(Executions.Whole whole, Locale locale) {
        StringBuilder text = new StringBuilder();
        Notes notes = whole.notes().asked(whole.procedure(), whole.impossible());
        for (Procedure.Step step : whole.procedure().steps()) {
            lines(text, whole, step, notes, locale, false);
        }
        return text.toString().strip();
    }

    String write(
            Series series,
            Release release,
            Executions.Whole whole,
            Decision decision,
            List<NewFact> facts,
            Locale locale) {
        Execution execution = whole.execution();
        String base = "procedure." + whole.procedure().id();
        StringBuilder text = new StringBuilder();
        text.append(messages.get(locale, base + ".title"))
                .append(" (")
                .append(String.join(", ", whole.procedure().criteria()))
                .append(")\n\n");
        line(text, messages.get(locale, "procedure.column.product"), series.name() + " (" + series.code() + ")");
        Map<String, String> names = products.itemNames(series.id());
        if (!execution.item().isEmpty()) {
            line(
                    text,
                    messages.get(locale, "procedure.item"),
                    names.getOrDefault(execution.item(), "") + " (" + execution.item() + ")");
        }
        line(text, messages.get(locale, "procedure.model"), execution.model());
        line(text, messages.get(locale, "procedure.unit"), execution.unit());
        line(text, messages.get(locale, "procedure.release"), release.name());
        line(text, messages.get(locale, "procedure.firmware"), execution.firmware());
        line(text, messages.get(locale, "procedure.by"), execution.performedBy());
        line(text, messages.get(locale, "procedure.begun"), MINUTE.format(execution.begunAt()));
        Notes notes = whole.notes().asked(whole.procedure(), whole.impossible());
        int number = 0;
        for (Procedure.Step step : whole.procedure().steps()) {
            Saved saved = whole.step(step.id());
            text.append('\n').append(++number).append(". ").append(messages.get(locale, base + ".step." + step.id()));
            text.append('\n')
                    .append(messages.get(locale, base + ".step." + step.id() + ".do"))
                    .append('\n');
            lines(text, whole, step, notes, locale, true);
            if (!saved.at().equals(Instant.EPOCH)) {
                line(text, messages.get(locale, "procedure.saved"), saved.name() + ", " + MINUTE.format(saved.at()));
            }
        }
        text.append('\n').append(messages.get(locale, "procedure.decided")).append('\n');
        for (NewFact fact : facts) {
            line(
                    text,
                    words.question(fact.slot(), locale, names),
                    words.value(fact.slot(), fact.value(), locale, products.itemNames(series.id())));
        }
        if (facts.isEmpty()) {
            text.append(messages.get(locale, "procedure.decided.none")).append('\n');
        }
        for (String key : decision.open()) {
            text.append(messages.get(locale, "procedure.undecided.key", key)).append('\n');
        }
        return text.toString();
    }

    private void lines(
            StringBuilder text,
            Executions.Whole whole,
            Procedure.Step step,
            Notes notes,
            Locale locale,
            boolean files) {
        Procedure procedure = whole.procedure();
        Map<String, String> names = products.itemNames(whole.execution().seriesId());
        String impossible = whole.step(step.id()).impossible();
        if (!impossible.isEmpty()) {
            line(text, messages.get(locale, "procedure.impossible"), impossible);
        }
        for (Procedure.Field field : step.fields()) {
            if (!notes.of(field.id()).isEmpty()) {
                line(
                        text,
                        messages.get(locale, label(procedure, field.id())),
                        note(procedure, field, notes, names, locale));
            }
            for (Attached file : whole.files()) {
                if (files && file.field().equals(field.id())) {
                    line(
                            text,
                            messages.get(locale, label(procedure, field.id())),
                            file.file().fileName() + " (" + file.file().sizeBytes() + " bytes, SHA-256 "
                                    + file.file().sha256() + ")");
                    if (!file.marker().isEmpty()) {
                        text.append(messages.get(
                                        locale,
                                        file.found() ? "procedure.marker.found" : "procedure.marker.not-found",
                                        file.marker()))
                                .append('\n');
                    }
                }
            }
        }
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(label)
                .append(": ")
                .append(value.contains("\n") ? "\n" + value : value)
                .append('\n');
    }
}
