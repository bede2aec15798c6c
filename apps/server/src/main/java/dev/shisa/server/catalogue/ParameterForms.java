package dev.shisa.server.catalogue;

import dev.shisa.conformity.Framework;
import dev.shisa.conformity.ParameterDefinition;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;

/** What is typed for a parameter, read and held against what it takes; each is saved by itself. */
@Component
class ParameterForms {

    /** The choice by which a person states that no other one applies: what saves nothing chosen leaves the value open. */
    private static final String NONE = "";

    /** The one guide whose open values an evaluation guide of IPA gives. */
    static final String STAR1 = "jcstar1";

    private final Catalogues catalogues;
    private final ParameterStore store;
    private final ParameterBook book;

    ParameterForms(Catalogues catalogues, ParameterStore store, ParameterBook book) {
        this.catalogues = catalogues;
        this.store = store;
        this.book = book;
    }

    /**
     * What was typed for one parameter, and what is wrong with it.
     *
     * @param values {@link #NONE} among them: that none of the choices applies; empty: not set
     */
    record Typed(
            Set<String> values,
            String source,
            int version,
            @Nullable String error) {

        @Nullable
        String canonical() {
            return values.isEmpty()
                    ? null
                    : values.stream()
                            .filter(value -> !value.equals(NONE))
                            .sorted()
                            .collect(Collectors.joining("\n"));
        }

        Typed refused(String why) {
            return new Typed(values, source, version, why);
        }
    }

    Map<String, ParameterStore.Row> rows() {
        return store.all().stream().collect(Collectors.toMap(ParameterStore.Row::parameter, r -> r));
    }

    /** What the form says of a parameter; empty where it says nothing, or what is stored already. */
    Optional<Typed> read(String id, MultiValueMap<String, String> form, Map<String, ParameterStore.Row> before, Ui ui) {
        if (!form.containsKey("version-" + id)) {
            return Optional.empty();
        }
        ParameterDefinition definition = catalogues.current().parameter(id).orElse(null);
        ParameterDefinition.Proposal proposal = definition == null ? null : definition.proposal();
        String source =
                Optional.ofNullable(form.getFirst("source-" + id)).orElse("").strip();
        Set<String> values;
        if (proposal != null && form.containsKey("take-" + id)) {
            values = values(proposal.value());
            source = source.isEmpty() ? ui.t("parameters.source.proposed") : source;
        } else {
            boolean list = definition != null && definition.type() == ParameterDefinition.Type.WORDS;
            values = form.getOrDefault("value-" + id, List.of()).stream()
                    .map(String::strip)
                    .filter(v -> !v.equals(NONE) || list)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        Typed typed = new Typed(values, source, version(form.getFirst("version-" + id)), null);
        ParameterStore.Row row = before.get(id);
        boolean same = row == null
                ? values.isEmpty()
                : Objects.equals(typed.canonical(), row.value()) && source.equals(row.source());
        if (same) {
            return Optional.empty();
        }
        String error = error(id, typed, ui);
        if (error == null && row != null && row.version() != typed.version()) {
            error = ui.t("parameters.conflict", shown(row.value(), ui), row.setName());
        }
        return Optional.of(error == null ? typed : typed.refused(error));
    }

    void save(String id, Typed typed, Person person) {
        book.put(id, typed.canonical(), typed.source(), typed.version(), person);
    }

    private static Set<String> values(String canonical) {
        return Set.of(canonical.split("\n", -1));
    }

    private static String shown(@Nullable String value, Ui ui) {
        return value == null
                ? ui.t("parameters.unset")
                : value.isEmpty() ? ui.t("fact.none-of-these") : value.replace("\n", ", ");
    }

    private @Nullable String error(String id, Typed typed, Ui ui) {
        String canonical = typed.canonical();
        String source = typed.source();
        if (canonical == null) {
            canonical = "";
        } else if (typed.values().contains(NONE) && typed.values().size() > 1) {
            return ui.t("fact.mistake.none-and-some");
        }
        if (canonical.length() > ParameterBook.TEXT_CHARS_MAX * 10 || source.length() > ParameterBook.TEXT_CHARS_MAX) {
            return ui.t("parameters.bad", ui.t("parameters.too-long", ParameterBook.TEXT_CHARS_MAX));
        }
        if (id.equals(ParameterStore.GUIDE_EDITION) || canonical.isEmpty()) {
            return null;
        }
        ParameterDefinition definition = catalogues.current().parameter(id).orElseThrow();
        if (ParameterBook.accepts(definition, canonical)) {
            return null;
        }
        return switch (definition.type()) {
            case WHOLE, DAYS -> ui.t("parameters.bad.whole", canonical);
            case FLAG, WORD, WORDS -> ui.t("parameters.bad", canonical.replace("\n", ", "));
        };
    }

    private static int version(@Nullable String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Problem(400, "bad-request");
        }
    }

    /** How many values each guide leaves open, and how many of them are entered. */
    List<ParameterField.Count> counts(Ui ui) {
        return catalogues.current().frameworks().stream()
                .filter(framework -> !framework.parameters().isEmpty())
                .map(framework -> new ParameterField.Count(
                        framework.id(),
                        framework.title().in(ui.locale()),
                        framework.parameters().size(),
                        catalogues.parametersSet(framework)))
                .toList();
    }

    ParameterField field(
            Framework framework,
            ParameterDefinition p,
            ParameterStore.@Nullable Row row,
            @Nullable Typed typed,
            Ui ui) {
        List<Parts.Choice> choices = new ArrayList<>();
        p.choices()
                .forEach(c -> choices.add(new Parts.Choice(
                        c.value(),
                        c.label().in(ui.locale()),
                        c.means() == null ? "" : c.means().in(ui.locale()))));
        if (p.type() == ParameterDefinition.Type.FLAG) {
            choices.add(new Parts.Choice("true", ui.t("parameters.yes")));
            choices.add(new Parts.Choice("false", ui.t("parameters.no")));
        }
        boolean many = p.type() == ParameterDefinition.Type.WORDS;
        ParameterField.Hint hint = hint(p, choices, ui);
        if (many) {
            choices.add(new Parts.Choice(NONE, ui.t("fact.none-of-these")));
        } else if (!choices.isEmpty()) {
            choices.add(new Parts.Choice("", ui.t("parameters.not-chosen")));
        }
        Set<String> values =
                typed != null ? typed.values() : row == null || row.value() == null ? Set.of() : values(row.value());
        return new ParameterField(
                p.id(),
                new ParameterField.Guide(
                        framework.id(),
                        framework.title().in(ui.locale()),
                        !framework.id().equals(STAR1)),
                p.name().in(ui.locale()),
                p.help().in(ui.locale()),
                p.requirement() == null ? "" : p.requirement(),
                choices,
                many,
                values,
                typed != null ? typed.source() : row == null ? "" : row.source(),
                row == null ? 0 : row.version(),
                row == null || row.value() == null ? "" : ui.t("parameters.set-by", row.setName(), ui.day(row.setAt())),
                hint,
                typed == null ? null : typed.error());
    }

    private static ParameterField.@Nullable Hint hint(ParameterDefinition p, List<Parts.Choice> choices, Ui ui) {
        ParameterDefinition.Source source = p.source();
        ParameterDefinition.Proposal proposal = p.proposal();
        if (source == null && proposal == null) {
            return null;
        }
        Set<String> proposed = proposal == null ? Set.of() : values(proposal.value());
        return new ParameterField.Hint(
                source == null ? "" : source.title().in(ui.locale()),
                source == null ? "" : source.url(),
                source == null ? "" : source.place(),
                proposal == null
                        ? ""
                        : choices.isEmpty()
                                ? proposal.value()
                                : proposal.value().isEmpty()
                                        ? ui.t("fact.none-of-these")
                                        : choices.stream()
                                                .filter(choice -> proposed.contains(choice.value()))
                                                .map(Parts.Choice::label)
                                                .collect(Collectors.joining(ui.t("value.and"))),
                proposal == null ? "" : proposal.basis().in(ui.locale()));
    }
}
