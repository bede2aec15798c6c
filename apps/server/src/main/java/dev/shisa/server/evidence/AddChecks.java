package dev.shisa.server.evidence;

import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is wrong with a form for new evidence, each beside its field. */
@Component
class AddChecks {

    private final AddFacts facts;
    private final Products products;
    private final Unit unit;
    private final InstantSource clock;

    AddChecks(AddFacts facts, Products products, Unit unit, InstantSource clock) {
        this.facts = facts;
        this.products = products;
        this.unit = unit;
        this.clock = clock;
    }

    /**
     * Notes what is wrong.
     *
     * @param both slots of which the person says that both answers are to stand
     */
    void check(AddForm form, Set<String> both, Ui ui) {
        content(form, ui);
        if (form.hasRecord()) {
            record(form, ui);
        }
        dates(form, ui);
        facts(form, both, ui);
    }

    private static void content(AddForm form, Ui ui) {
        Mistakes mistakes = form.mistakes();
        if (form.needsFile() && form.file() == null) {
            mistakes.add("file", ui.t("evidence.mistake.file"));
        }
        if (form.kind() == EvidenceKind.PAGE && form.url().isBlank()) {
            mistakes.add("url", ui.t("evidence.mistake.url"));
        }
        length(mistakes, "title", form.title(), EvidenceLog.TITLE_CHARS_MAX, ui);
        if (form.kind() == EvidenceKind.DOCUMENT && Reason.isPlaceholder(form.place())) {
            mistakes.add("place", ui.t("evidence.mistake.place"));
        }
        length(mistakes, "place", form.place(), EvidenceLog.PLACE_CHARS_MAX, ui);
        if (form.kind() == EvidenceKind.DECLARATION && form.statement().isBlank()) {
            mistakes.add("statement", ui.t("evidence.mistake.statement"));
        }
        length(mistakes, "statement", form.statement(), EvidenceLog.TEXT_CHARS_MAX, ui);
    }

    private void record(AddForm form, Ui ui) {
        Mistakes mistakes = form.mistakes();
        RecordField.missing(form.kind(), field -> field.isIn(form.record()))
                .forEach(f -> mistakes.add(
                        "record." + f.id(), ui.t("evidence.mistake.record", ui.t("evidence.record." + f.id()))));
        form.record().forEach((id, text) -> length(mistakes, "record." + id, text, EvidenceLog.TEXT_CHARS_MAX, ui));
        String performed = form.recordText(RecordField.PERFORMED_ON);
        if (!performed.isBlank() && day(performed) == null) {
            mistakes.add("record." + RecordField.PERFORMED_ON.id(), ui.t("fact.mistake.day", performed));
        }
        Set<Subject.Kind> scopes = form.facts().stream()
                .filter(fact -> fact.answer() instanceof FactForm.Answer.Given)
                .map(fact -> products.subject(form.series(), fact.definition().scope())
                        .kind())
                .collect(Collectors.toSet());
        unit.others(form.series(), form.record(), scopes)
                .forEach(other -> mistakes.add(
                        "record." + other.field().id(),
                        ui.t("evidence.mistake.other." + other.field().id(), other.said(), other.registered())));
    }

    private void dates(AddForm form, Ui ui) {
        Mistakes mistakes = form.mistakes();
        LocalDate observed = observed(form);
        if (observed == null && form.asksObserved()) {
            mistakes.add("observed", ui.t("fact.mistake.day", form.observed()));
        } else if (observed != null && observed.isAfter(today())) {
            mistakes.add(
                    form.asksObserved() ? "observed" : "record." + RecordField.PERFORMED_ON.id(),
                    ui.t("evidence.mistake.observed", observed, today()));
        } else if (observed != null
                && form.hasRecord()
                && observed.isBefore(today().minusYears(RecordField.YEARS_MAX))) {
            mistakes.add(
                    "record." + RecordField.PERFORMED_ON.id(),
                    ui.t("evidence.mistake.long-ago", observed, RecordField.YEARS_MAX));
        }
        if (!form.until().isBlank() && day(form.until()) == null) {
            mistakes.add("until", ui.t("fact.mistake.day", form.until()));
        }
    }

    private void facts(AddForm form, Set<String> both, Ui ui) {
        Mistakes mistakes = form.mistakes();
        int given = 0;
        for (FactForm fact : form.facts()) {
            switch (fact.answer()) {
                case FactForm.Answer.Given g -> {
                    given++;
                    change(form, fact, g.value(), both, ui);
                }
                case FactForm.Answer.Wrong w -> fact.mistakes(ui).forEach(m -> mistakes.add(m.fieldId(), m.message()));
                case FactForm.Answer.Blank b -> {}
                case FactForm.Answer.Unknown u -> {}
            }
        }
        if (given == 0 && mistakes.none()) {
            mistakes.add(
                    form.facts().isEmpty()
                            ? "add-slot"
                            : form.facts().getFirst().prefix() + "value",
                    ui.t("evidence.mistake.facts"));
        }
    }

    /** Another answer than the recorded one is a change, and nobody makes one without knowing it. */
    private void change(AddForm form, FactForm fact, Value value, Set<String> both, Ui ui) {
        if (form.replaces(fact) || both.contains(fact.slot().toString())) {
            return;
        }
        facts.recorded(form.series(), fact)
                .filter(entry -> !entry.fact().value().equals(value))
                .flatMap(entry -> form.presentIn(fact).stream()
                        .filter(line -> line.entry().id().equals(entry.id()))
                        .findFirst())
                .ifPresent(line ->
                        form.mistakes().add(fact.prefix() + "value", ui.t("evidence.mistake.change", line.value())));
    }

    private static void length(Mistakes mistakes, String field, String text, int charsMax, Ui ui) {
        if (text.length() > charsMax) {
            mistakes.add(field, ui.t("fact.mistake.long", text.length(), charsMax));
        }
    }

    /** The day on which it was so, as far as it can be read. */
    static @Nullable LocalDate observed(AddForm form) {
        return day(form.asksObserved() ? form.observed() : form.recordText(RecordField.PERFORMED_ON));
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE);
    }

    static @Nullable LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text.strip());
            return day.getYear() >= 1900 && day.getYear() <= 9998 ? day : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
