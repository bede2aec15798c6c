package dev.shisa.server.application;

import dev.shisa.conformity.VerdictState;
import dev.shisa.server.application.Correction.Code;
import dev.shisa.server.application.Correction.Where;
import dev.shisa.server.application.Dossier.EvidenceRecord;
import dev.shisa.server.application.Dossier.PublicText;
import dev.shisa.server.application.Dossier.Register;
import dev.shisa.server.application.FormPlan.Basic;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Finds what IPA would send back before IPA does (補正予測): empty reasons, verdicts that are not decided, and numbers,
 * versions, dates and addresses that disagree between the form, the register, the evidence and what is published.
 */
public final class Corrections {

    private final Dossier dossier;
    private final Register register;
    private final List<Correction> found = new ArrayList<>();

    private Corrections(Dossier dossier) {
        this.dossier = dossier;
        this.register = dossier.register();
    }

    /** All findings, the heavy ones first, then by where they are. */
    public static List<Correction> find(Dossier dossier) {
        Corrections corrections = new Corrections(dossier);
        dossier.answers().forEach(corrections::answer);
        dossier.uncompared().forEach(id -> corrections.add(Code.NOT_COMPARED, new Where.Criterion(id), id));
        corrections.register();
        corrections.form();
        dossier.evidence().forEach(corrections::evidence);
        corrections.pages();
        dossier.texts().forEach(corrections::text);
        return corrections.found.stream()
                .distinct()
                .sorted(Comparator.comparing((Correction c) -> c.code().weight())
                        .thenComparing(c -> c.where().words(Locale.JAPANESE))
                        .thenComparing(Correction::code))
                .toList();
    }

    private void add(Code code, Where where, Object... values) {
        found.add(new Correction(code, where, List.of(values)));
    }

    private void answer(CriterionAnswer answer) {
        Where here = new Where.Criterion(answer.id());
        switch (answer.state()) {
            case NOT_MET -> add(answer.isUnconfirmedNo() ? Code.NOT_MET_UNCONFIRMED : Code.NOT_MET, here, answer.id());
            case UNKNOWN -> add(Code.UNKNOWN, here, answer.id());
            case RECHECK -> add(Code.RECHECK, here, answer.id());
            case EXPECTED -> {
                VerdictState towards = Objects.requireNonNullElse(answer.towards(), VerdictState.MET);
                add(Code.UNCONFIRMED, here, answer.id(), towards.code());
            }
            case MET, NOT_APPLICABLE, DEEMED, EXEMPT -> {}
        }
        boolean answered = answer.state() != VerdictState.UNKNOWN && answer.state() != VerdictState.RECHECK;
        // The form is Japanese; with a route, the route is the reason.
        if (answered && answer.reason().ja().isBlank() && answer.route().ja().isBlank()) {
            add(Code.REASON_EMPTY, here, answer.id());
        }
        if (answer.state().isGreen() && answer.evidence().isEmpty()) {
            add(Code.EVIDENCE_NONE, here, answer.id());
        }
        if (answer.state() == VerdictState.NOT_APPLICABLE && answer.reviewer().isBlank()) {
            add(Code.NOT_APPLICABLE_WITHOUT_REVIEWER, here, answer.id());
        }
        boolean route = answer.state() == VerdictState.DEEMED || answer.state() == VerdictState.EXEMPT;
        if (route && answer.routeNumber().isBlank()) {
            add(Code.ROUTE_WITHOUT_NUMBER, here, answer.id(), answer.state().code());
        }
    }

    private void register() {
        if (!register.inScope()) {
            add(Code.SCOPE_OPEN, new Where.Register(register.series()));
        }
        if (register.release().isBlank()) {
            add(Code.RELEASE_NOT_DESIGNATED, new Where.Register(register.series()));
        }
        if (register.models().isEmpty()) {
            add(Code.MODELS_NONE, new Where.Register(register.series()));
        }
        LocalDate end = register.supportEnd();
        if (end != null && end.isBefore(dossier.sentOn())) {
            add(
                    Code.SUPPORT_END_PASSED,
                    new Where.Register(register.series()),
                    end.toString(),
                    dossier.sentOn().toString());
        }
    }

    private void form() {
        FormPlan form = dossier.form();
        if (form == null) {
            return;
        }
        differs(
                form,
                BasicField.MAKER,
                register.maker(),
                Code.FORM_MAKER_DIFFERS,
                (a, b) -> Stated.maker(a).equals(Stated.maker(b)));
        differs(
                form,
                BasicField.MODEL_NUMBERS,
                String.join(", ", register.models()),
                Code.FORM_MODELS_DIFFER,
                (a, b) -> squeezed(Stated.models(a)).equals(squeezed(Stated.models(b))));
        differs(form, BasicField.FIRMWARE, register.release(), Code.FORM_FIRMWARE_DIFFERS, Stated::sameVersion);
        differs(
                form,
                BasicField.SUPPORT_END,
                register.supportEnd() == null ? "" : register.supportEnd().toString(),
                Code.FORM_SUPPORT_END_DIFFERS,
                (a, b) -> Stated.days(a).isEmpty() || Stated.days(a).containsAll(Stated.days(b)));
        differs(
                form,
                BasicField.CERTIFICATION,
                register.certification(),
                Code.FORM_CERTIFICATION_DIFFERS,
                (a, b) -> Spelling.squeeze(a).contains(Spelling.squeeze(b)));
        boolean deemed = dossier.answers().stream().anyMatch(a -> a.state() == VerdictState.DEEMED);
        empty(form, BasicField.CERTIFICATION)
                .filter(_ -> deemed)
                .ifPresent(field -> add(Code.FORM_CERTIFICATION_EMPTY, new Where.Cell(field.place())));
        // S1.1-16 asks for a day or a policy, so that nobody has to have a day; a form that has a field for it does.
        empty(form, BasicField.SUPPORT_END)
                .ifPresent(field -> add(Code.FORM_SUPPORT_END_EMPTY, new Where.Cell(field.place())));
        form.entries().stream()
                .filter(entry -> entry.part() == AnswerPart.VERDICT && entry.outcome() == FormPlan.Outcome.EXISTING)
                .filter(entry -> VerdictWord.says(entry.present()) != VerdictWord.says(entry.value()))
                .forEach(entry -> add(
                        Code.FORM_VERDICT_DIFFERS,
                        new Where.Cell(entry.place()),
                        entry.about(),
                        entry.present(),
                        entry.value()));
    }

    /** A field of the form in which nothing stands and nothing will be written. */
    private static Optional<Basic> empty(FormPlan form, BasicField field) {
        return form.basic(field)
                .filter(basic -> VerdictWord.placeholder(basic.text()))
                .filter(_ ->
                        form.written().stream().noneMatch(entry -> entry.about().equals(field.id())));
    }

    /** A field of the form that says something other than the register does and will not be written. */
    private void differs(
            FormPlan form, BasicField field, String registered, Code code, BiPredicate<String, String> same) {
        Set<Place> written = form.written().stream().map(FormPlan.Entry::place).collect(Collectors.toSet());
        for (Basic basic : form.basic()) {
            if (basic.field() == field
                    && !registered.isBlank()
                    && !VerdictWord.placeholder(basic.text())
                    && !written.contains(basic.place())
                    && !same.test(basic.text(), registered)) {
                add(code, new Where.Cell(basic.place()), basic.text(), registered);
            }
        }
    }

    private static Set<String> squeezed(List<String> texts) {
        return texts.stream().map(Spelling::squeeze).collect(Collectors.toSet());
    }

    private void evidence(EvidenceRecord evidence) {
        if (evidence.criteria().isEmpty()) {
            return;
        }
        Where here = new Where.Evidence(evidence.code());
        // A policy of the company holds for each of its products, whatever model or version its record names.
        if (evidence.aboutProduct()) {
            unit(evidence, here);
        }
        LocalDate until = evidence.validUntil();
        if (until != null && until.isBefore(dossier.sentOn())) {
            add(
                    Code.EVIDENCE_EXPIRES,
                    here,
                    evidence.code(),
                    until.toString(),
                    dossier.sentOn().toString());
        }
        LocalDate observed = evidence.observedOn();
        if (observed != null && observed.isAfter(dossier.today())) {
            add(
                    Code.EVIDENCE_FROM_FUTURE,
                    here,
                    evidence.code(),
                    observed.toString(),
                    dossier.today().toString());
        }
        Dossier.Scan scan = evidence.scan();
        if (scan != null) {
            scan(evidence, scan, here);
        }
    }

    /** Whether what was looked at is what the application is about. */
    private void unit(EvidenceRecord evidence, Where here) {
        String firmware = evidence.firmware();
        if (!firmware.isBlank() && !register.release().isBlank() && !Stated.sameVersion(firmware, register.release())) {
            add(Code.EVIDENCE_FIRMWARE_DIFFERS, here, evidence.code(), firmware, register.release());
        }
        String model = evidence.model();
        if (!model.isBlank() && !register.models().isEmpty()) {
            Set<String> known = squeezed(register.models());
            if (Stated.models(model).stream().noneMatch(m -> known.contains(Spelling.squeeze(m)))) {
                add(Code.EVIDENCE_MODEL_DIFFERS, here, evidence.code(), model, String.join(", ", register.models()));
            }
        }
    }

    private void scan(EvidenceRecord evidence, Dossier.Scan scan, Where here) {
        LocalDate observed = evidence.observedOn();
        LocalDate released = register.releasedOn();
        if (observed != null && released != null && observed.isBefore(released)) {
            add(
                    Code.SCAN_OLDER_THAN_FIRMWARE,
                    here,
                    evidence.code(),
                    observed.toString(),
                    register.release(),
                    released.toString());
        }
        if (scan.tool().isBlank()) {
            add(Code.SCAN_WITHOUT_TOOL, here, evidence.code());
        }
        if (scan.version().isBlank()) {
            add(Code.SCAN_WITHOUT_VERSION, here, evidence.code());
        }
        if (scan.database() == null) {
            add(Code.SCAN_WITHOUT_DATABASE_DATE, here, evidence.code());
        }
    }

    /** Each published address needs a copy of the page among the evidence. */
    private void pages() {
        for (PublicText text : dossier.texts()) {
            if (text.url().isBlank()) {
                continue;
            }
            String stated = Stated.address(text.url());
            List<EvidenceRecord> copies = dossier.evidence().stream()
                    .filter(evidence -> evidence.page() != null)
                    .toList();
            if (copies.stream()
                    .anyMatch(copy -> Stated.address(Objects.requireNonNullElse(copy.page(), ""))
                            .equals(stated))) {
                continue;
            }
            Where here = new Where.Published(text.name(), text.criterion());
            Optional<EvidenceRecord> near = copies.stream()
                    .filter(copy ->
                            !text.criterion().isEmpty() && copy.criteria().contains(text.criterion()))
                    .findFirst();
            if (near.isPresent()) {
                add(
                        Code.PAGE_ADDRESS_DIFFERS,
                        here,
                        text.name(),
                        text.url(),
                        Objects.requireNonNullElse(near.get().page(), ""),
                        near.get().code());
            } else {
                add(Code.PAGE_WITHOUT_COPY, here, text.name(), text.url());
            }
        }
    }

    private void text(PublicText text) {
        Where here = new Where.Published(text.name(), text.criterion());
        for (ForbiddenWording wording : ForbiddenWording.values()) {
            wording.in(text.text()).forEach(phrase -> add(wording.code(), here, text.name(), phrase));
        }
        LocalDate end = register.supportEnd();
        if (text.purpose() == Dossier.Purpose.SUPPORT && end != null) {
            Set<LocalDate> days = Stated.days(text.text());
            if (!days.isEmpty() && !days.contains(end)) {
                String published = days.stream().map(LocalDate::toString).collect(Collectors.joining(", "));
                add(Code.SUPPORT_END_PUBLISHED_DIFFERS, here, text.name(), published, end.toString());
            }
        }
    }

    /** Counted by weight, for the first line of a page. */
    static long heavy(List<Correction> corrections) {
        return corrections.stream()
                .filter(correction -> correction.code().weight() == Correction.Weight.STOP)
                .count();
    }
}
