package dev.shisa.server.catalogue;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.ParameterDefinition;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What the guides leave open: entered from the edition of the evaluation guide that the maker follows. */
@Controller
class ParameterController {

    private final Catalogues catalogues;
    private final ParameterStore store;
    private final ParameterBook book;
    private final TransactionTemplate transaction;

    ParameterController(
            Catalogues catalogues, ParameterStore store, ParameterBook book, TransactionTemplate transaction) {
        this.catalogues = catalogues;
        this.store = store;
        this.book = book;
        this.transaction = transaction;
    }

    /** The choice by which a person states that no other one applies: what saves nothing chosen leaves the value open. */
    private static final String NONE = "";

    /** The one guide whose open values an evaluation guide of IPA gives. */
    private static final String STAR1 = "jcstar1";

    /**
     * What was typed for one parameter, and what is wrong with it.
     *
     * @param values {@link #NONE} among them: that none of the choices applies; empty: not set
     */
    private record Typed(
            Set<String> values,
            String source,
            int version,
            @Nullable String error) {

        @Nullable
        String canonical() {
            return values.isEmpty()
                    ? null
                    : values.stream().filter(value -> !value.equals(NONE)).collect(Collectors.joining("\n"));
        }
    }

    @GetMapping("/parameters")
    @Requires(Act.VIEW)
    String show(@RequestParam(required = false) @Nullable String saved, @ModelAttribute("ui") Ui ui, Model model) {
        return page(ui, model, Map.of(), saved != null);
    }

    @PostMapping("/parameters")
    @Requires(Act.SET_PARAMETERS)
    String save(
            @RequestParam MultiValueMap<String, String> form,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model,
            jakarta.servlet.http.HttpServletResponse response) {
        Map<String, ParameterStore.Row> before = rows();
        Map<String, Typed> wrong = new LinkedHashMap<>();
        Map<String, Typed> right = new LinkedHashMap<>();
        List<String> ids = new ArrayList<>(catalogues.current().frameworks().stream()
                .flatMap(f -> f.parameters().stream())
                .map(ParameterDefinition::id)
                .toList());
        ids.add(ParameterStore.GUIDE_EDITION);
        for (String id : ids) {
            List<String> posted = form.getOrDefault("value-" + id, List.of());
            Set<String> values = posted.stream()
                    .map(String::strip)
                    .filter(v -> !v.equals(NONE) || isList(id))
                    .collect(Collectors.toCollection(TreeSet::new));
            String source = Optional.ofNullable(form.getFirst("source-" + id))
                    .orElse("")
                    .strip();
            int version = version(form.getFirst("version-" + id));
            ParameterStore.Row row = before.get(id);
            Typed typed = new Typed(values, source, version, null);
            boolean same = row == null
                    ? values.isEmpty()
                    : Objects.equals(typed.canonical(), row.value()) && source.equals(row.source());
            if (same || !form.containsKey("version-" + id)) {
                continue;
            }
            String error = error(id, typed, ui);
            if (error == null && row != null && row.version() != version) {
                error = ui.t("parameters.conflict", shown(row.value(), ui), row.setName());
            }
            (error == null ? right : wrong).put(id, new Typed(values, source, version, error));
        }
        if (wrong.isEmpty()) {
            transaction.executeWithoutResult(status -> right.forEach(
                    (id, typed) -> book.put(id, typed.canonical(), typed.source(), typed.version(), person)));
            return "redirect:/parameters?saved=1";
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        Map<String, Typed> all = new LinkedHashMap<>(right);
        all.putAll(wrong);
        return page(ui, model, all, false);
    }

    private boolean isList(String id) {
        return catalogues
                .current()
                .parameter(id)
                .filter(definition -> definition.type() == ParameterDefinition.Type.WORDS)
                .isPresent();
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

    private Map<String, ParameterStore.Row> rows() {
        return store.all().stream().collect(Collectors.toMap(ParameterStore.Row::parameter, r -> r));
    }

    private String page(Ui ui, Model model, Map<String, Typed> typed, boolean saved) {
        Catalogue catalogue = catalogues.current();
        Map<String, ParameterStore.Row> rows = rows();
        List<ParameterField> fields = catalogue.frameworks().stream()
                .flatMap(f -> f.parameters().stream().map(p -> field(f, p, rows.get(p.id()), typed.get(p.id()), ui)))
                .toList();
        ParameterStore.Row edition = rows.get(ParameterStore.GUIDE_EDITION);
        Typed typedEdition = typed.get(ParameterStore.GUIDE_EDITION);
        model.addAttribute("fields", fields);
        model.addAttribute("entered", catalogues.parameters().values().size());
        model.addAttribute(
                "edition",
                typedEdition != null
                        ? String.join("", typedEdition.values())
                        : edition == null || edition.value() == null ? "" : edition.value());
        model.addAttribute("editionVersion", edition == null ? 0 : edition.version());
        model.addAttribute(
                "problems", catalogues.problems().stream().map(Object::toString).toList());
        model.addAttribute("saved", saved);
        return "catalogue/parameters";
    }

    private static ParameterField field(
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
        if (many) {
            choices.add(new Parts.Choice(NONE, ui.t("fact.none-of-these")));
        } else if (!choices.isEmpty()) {
            choices.add(new Parts.Choice("", ui.t("parameters.not-chosen")));
        }
        Set<String> values = typed != null
                ? typed.values()
                : row == null || row.value() == null
                        ? Set.of()
                        : Set.of(row.value().split("\n", -1));
        return new ParameterField(
                p.id(),
                framework.title().in(ui.locale()),
                !framework.id().equals(STAR1),
                p.name().in(ui.locale()),
                p.help().in(ui.locale()),
                p.requirement() == null ? "" : p.requirement(),
                choices,
                many,
                values,
                typed != null ? typed.source() : row == null ? "" : row.source(),
                row == null ? 0 : row.version(),
                row == null || row.value() == null ? "" : ui.t("parameters.set-by", row.setName(), ui.day(row.setAt())),
                typed == null ? null : typed.error());
    }
}
