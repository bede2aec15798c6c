package dev.shisa.server.answers;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.Slot;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactForm;
import dev.shisa.server.evidence.FactForms;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.InputRefused;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;

/**
 * Facts as fields of a form: what stands is filled in, and what is sent back is told from what somebody else answered
 * meanwhile.
 */
@Component
class RegisterFields {

    private final Catalogues catalogues;
    private final Answers answers;
    private final FactForms forms;
    private final FactWords words;

    RegisterFields(Catalogues catalogues, Answers answers, FactForms forms, FactWords words) {
        this.catalogues = catalogues;
        this.answers = answers;
        this.forms = forms;
        this.words = words;
    }

    /**
     * What a form said.
     *
     * @param given answers that differ from what stands
     * @param raced what was answered by somebody else since the form was shown
     * @param wrong whether an answer cannot be taken
     */
    record Sent(List<Answers.Given> given, Set<Slot> raced, boolean wrong) {
        Sent {
            given = List.copyOf(given);
            raced = Set.copyOf(raced);
        }

        boolean canBeRecorded() {
            return !wrong && raced.isEmpty();
        }
    }

    /** What is wrong with names, to be followed by what is wrong with answers. */
    static List<Parts.Mistake> mistakes(List<InputRefused.Mistake> refused, Ui ui) {
        List<Parts.Mistake> mistakes = new ArrayList<>();
        refused.forEach(mistake -> mistakes.add(new Parts.Mistake(
                mistake.field(),
                ui.t("product.field." + mistake.code(), mistake.args().toArray()))));
        return mistakes;
    }

    /** Reads the fields that were shown; of the others nothing is said. */
    Sent read(Series series, Collection<Slot> slots, MultiValueMap<String, String> sent, Map<Slot, FactEntry> present) {
        List<Answers.Given> changed = new ArrayList<>();
        Set<Slot> raced = new HashSet<>();
        boolean wrong = false;
        FactForms.OfSeries ofSeries = forms.of(series.id());
        for (Slot slot : slots) {
            if (!sent.containsKey(Answers.prefix(slot) + "seen")) {
                continue;
            }
            FactForm form = ofSeries.of(slot, Answers.prefix(slot))
                    .map(f -> f.read(sent))
                    .orElse(null);
            FactEntry now = present.get(slot);
            if (form == null || now != null && now.isLeftIn(form)) {
                continue;
            }
            switch (form.answer()) {
                case FactForm.Answer.Wrong() -> wrong = true;
                case FactForm.Answer.Blank(), FactForm.Answer.Unknown() -> {}
                case FactForm.Answer.Given(var value, String detail) -> {
                    boolean same = now != null
                            && now.says(value, sent.containsKey(Answers.prefix(slot) + "detail") ? detail : null);
                    String seen = String.valueOf(sent.getFirst(Answers.prefix(slot) + "seen"));
                    if (!same && !seen.equals(now == null ? "" : now.id().toString())) {
                        raced.add(slot);
                    } else if (!same) {
                        changed.add(new Answers.Given(slot, value, detail));
                    }
                }
            }
        }
        return new Sent(changed, raced, wrong);
    }

    /**
     * What a page shows its fields from.
     *
     * @param names of items, by code
     * @param sent what was sent and is shown again; null: the page is opened
     * @param mistakes gets those of each field
     */
    Shown shown(
            Series series,
            Map<Slot, FactEntry> present,
            Map<String, String> names,
            @Nullable MultiValueMap<String, String> sent,
            Set<Slot> raced,
            List<Parts.Mistake> mistakes,
            Ui ui) {
        FactForms.OfSeries ofSeries = forms.of(series.id());
        return (slot, definition) -> field(slot, definition, ofSeries, present, names, sent, raced, mistakes, ui);
    }

    /** The fields of a page. */
    @FunctionalInterface
    interface Shown {

        /** One field; empty while another answer makes it pointless. */
        Optional<RegisterView.Field> field(Slot slot, FactDefinition definition);
    }

    private Optional<RegisterView.Field> field(
            Slot slot,
            FactDefinition definition,
            FactForms.OfSeries ofSeries,
            Map<Slot, FactEntry> present,
            Map<String, String> names,
            @Nullable MultiValueMap<String, String> sent,
            Set<Slot> raced,
            List<Parts.Mistake> mistakes,
            Ui ui) {
        FactEntry now = present.get(slot);
        boolean typed = sent != null && sent.containsKey(Answers.prefix(slot) + "seen");
        if (!typed && now == null && !answers.isAsked(slot, present)) {
            return Optional.empty();
        }
        FactForm form = ofSeries.of(slot, Answers.prefix(slot)).orElse(null);
        if (form == null) {
            return Optional.empty();
        }
        if (now != null) {
            form = form.filled(now.fact().value(), now.detail());
        }
        if (typed && sent != null) {
            FactForm back = form.read(sent);
            form = now != null && now.isLeftIn(back) ? form : back;
            mistakes.addAll(form.mistakes(ui));
        }
        String value = now == null ? "" : words.value(slot, now.fact().value(), ui.locale(), names);
        String answered = now == null
                ? ""
                : ui.t("register.answered", value, ui.day(now.fact().observedAt()));
        String conflict = raced.contains(slot) && now != null ? ui.t("register.raced", value) : "";
        return Optional.of(new RegisterView.Field(
                form,
                form.text(definition.why(), ui.locale()),
                now == null ? "" : now.id().toString(),
                answered,
                now == null ? "" : "/evidence/" + now.evidenceCode(),
                now == null ? "" : now.fact().strength().name().toLowerCase(Locale.ROOT),
                conflict));
    }

    /**
     * The facts about an item that is about to be added, as empty fields; what depends on another answer is asked later.
     *
     * @param sent what was sent and is shown again; null: the page is opened
     * @param mistakes gets those of all fields
     */
    List<RegisterView.Field> ofNew(
            Series series,
            String collection,
            @Nullable MultiValueMap<String, String> sent,
            List<Parts.Mistake> mistakes,
            Ui ui) {
        return newForms(series, collection, ui).stream()
                .map(form -> sent == null ? form : form.read(sent))
                .map(form -> {
                    mistakes.addAll(form.mistakes(ui));
                    return new RegisterView.Field(
                            form, form.text(form.definition().why(), ui.locale()), "", "", "", "", "");
                })
                .toList();
    }

    /** Reads the fields of an item that is about to be added; its slots name an item that is not there yet. */
    Sent readNew(Series series, String collection, MultiValueMap<String, String> sent, Ui ui) {
        List<Answers.Given> given = new ArrayList<>();
        boolean wrong = false;
        for (FactForm form : newForms(series, collection, ui)) {
            switch (form.read(sent).answer()) {
                case FactForm.Answer.Wrong() -> wrong = true;
                case FactForm.Answer.Blank(), FactForm.Answer.Unknown() -> {}
                case FactForm.Answer.Given(var value, String detail) ->
                    given.add(new Answers.Given(form.slot(), value, detail));
            }
        }
        return new Sent(given, Set.of(), wrong);
    }

    private List<FactForm> newForms(Series series, String collection, Ui ui) {
        FactForms.OfSeries ofSeries = forms.of(series.id());
        return catalogues.current().vocabulary().factsOf(collection).stream()
                .filter(definition -> definition.onlyIf().isEmpty())
                .map(definition -> ofSeries.ofNew(definition, ui.t("item.new.name"), "new:" + definition.key() + ":"))
                .toList();
    }
}
