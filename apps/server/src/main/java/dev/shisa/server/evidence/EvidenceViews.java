package dev.shisa.server.evidence;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.server.evidence.EvidenceView.Particular;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the {@link EvidenceView} and {@link FactLine} of pages. */
@Component
class EvidenceViews {

    private static final Set<String> DONE = Set.of("added", "confirmed", "before", "unconfirmed", "withdrawn");

    private final EvidenceLog log;
    private final EvidenceRows rows;
    private final EvidenceKeepers keepers;
    private final FactWords words;
    private final Products products;
    private final LedgerRecords records;
    private final Contradictions contradictions;

    EvidenceViews(
            EvidenceLog log,
            EvidenceRows rows,
            EvidenceKeepers keepers,
            FactWords words,
            Products products,
            LedgerRecords records,
            Contradictions contradictions) {
        this.log = log;
        this.keepers = keepers;
        this.records = records;
        this.rows = rows;
        this.words = words;
        this.products = products;
        this.contradictions = contradictions;
    }

    EvidenceView of(EvidenceDetails evidence, Person person, Ui ui, String done) {
        EvidenceSummary summary = evidence.summary();
        Series series = rows.series(summary);
        List<FactLine> lines = lines(evidence.facts(), series, log.saying(evidence.facts()), ui);
        boolean own = person.id().equals(summary.submittedBy());
        boolean changeable = person.series().isEmpty()
                || evidence.facts().stream().noneMatch(f -> f.subject().kind() == Subject.Kind.ORGANISATION);
        boolean waiting = lines.stream().anyMatch(FactLine::isWaiting);
        Optional<EvidenceKeeper.Kept> kept = keepers.of(evidence.id(), ui.locale());
        boolean renewable = kept.isEmpty() && summary.kind().isHandedIn() && evidence.renewedBy() == null;
        String renewHref = series == null || !renewable || !person.can(Act.ADD_EVIDENCE)
                ? ""
                : "/products/" + series.code() + "/evidence/new?renews=" + summary.code();
        String renewedBy =
                log
                        .summaries(List.of(Objects.requireNonNullElse(evidence.renewedBy(), evidence.id())))
                        .values()
                        .stream()
                        .filter(e -> evidence.renewedBy() != null)
                        .map(e -> "/evidence/" + e.code())
                        .findFirst()
                        .orElse("");
        StoredFile file = evidence.file();
        return new EvidenceView(
                evidence,
                series,
                title(summary, lines, ui),
                DONE.contains(done) ? done : "",
                EvidenceRows.about(summary, ui),
                particulars(evidence, kept, ui),
                record(evidence, ui, EnumSet.allOf(RecordField.class)),
                lines,
                waiting && !own && changeable && person.can(Act.CONFIRM),
                own && waiting,
                undo(evidence.facts(), person, ui),
                changeable && person.can(Act.RESOLVE),
                renewHref,
                renewedBy,
                file != null && Previews.has(file),
                file == null
                        ? ""
                        : ui.t(
                                "evidence.file.save",
                                file.fileName(),
                                EvidenceRows.typeWords(file.mediaType(), ui),
                                EvidenceRows.size(file.sizeBytes())),
                history(evidence, ui),
                "",
                null);
    }

    /** @param saying what {@link EvidenceLog#saying} gives for these facts and others; empty where nobody confirms them */
    List<FactLine> lines(List<FactEntry> facts, @Nullable Series series, Map<FactStore.SaidOf, Integer> saying, Ui ui) {
        Map<String, String> names = series == null
                ? Map.of()
                : contradictions.names(
                        series,
                        facts.stream().map(fact -> fact.fact().slot().key()).toList(),
                        ui.locale());
        Set<FactKey> declared = log.provenByDeclaration();
        return facts.stream().map(f -> line(f, names, declared, saying, ui)).toList();
    }

    private FactLine line(
            FactEntry entry,
            Map<String, String> names,
            Set<FactKey> declared,
            Map<FactStore.SaidOf, Integer> saying,
            Ui ui) {
        FactEntry.Withdrawal withdrawal = entry.withdrawal();
        FactEntry.ConfirmedBy confirmed = entry.confirmedBy();
        String state;
        String text = "";
        if (withdrawal != null) {
            state = "withdrawn";
            text = ui.t(
                    "evidence.fact.withdrawn.by", withdrawal.name(), ui.minute(withdrawal.at()), withdrawal.reason());
        } else if (entry.supersededBy() != null) {
            state = "superseded";
        } else if (entry.isExpired(ui.now())) {
            state = "expired";
        } else if (confirmed != null) {
            state = "confirmed";
            text = ui.t("evidence.fact.confirmed.by", confirmed.name(), ui.minute(confirmed.at()));
        } else if (entry.fact().strength() == Strength.DECLARED
                && !declared.contains(entry.fact().slot().key())) {
            state = "declared";
        } else {
            state = "waiting";
        }
        return new FactLine(
                entry,
                words.question(entry.fact().slot(), ui.locale(), names),
                words.value(entry.fact().slot(), entry.fact().value(), ui.locale(), names),
                rows.uses(List.of(entry.fact().slot().key()), ui),
                state,
                text,
                saying.getOrDefault(FactStore.SaidOf.of(entry), 1) - 1,
                "/evidence/" + entry.evidenceCode());
    }

    private static String title(EvidenceSummary e, List<FactLine> lines, Ui ui) {
        String title = e.title().in(ui.locale());
        List<String> states = lines.stream().map(FactLine::state).toList();
        if (states.contains("waiting")) {
            return ui.t("evidence.title.waiting", title);
        }
        if (e.isExpired(ui.now())) {
            return ui.t("evidence.title.expired", title);
        }
        if (states.contains("confirmed")) {
            return ui.t("evidence.title.confirmed", title, String.join(ui.t("fact.list-separator"), e.confirmedBy()));
        }
        if (states.contains("declared")) {
            return ui.t("evidence.title.declared", title, e.submittedName());
        }
        if (states.contains("superseded")) {
            return ui.t("evidence.title.superseded", title);
        }
        return states.isEmpty() ? ui.t("evidence.title.no-facts", title) : ui.t("evidence.title.withdrawn", title);
    }

    private String undo(List<FactEntry> facts, Person person, Ui ui) {
        return facts.stream()
                .map(FactEntry::confirmedBy)
                .filter(Objects::nonNull)
                .filter(c -> person.id().equals(c.personId()))
                .map(c -> c.at().plus(EvidenceLog.UNDO))
                .filter(until -> until.isAfter(ui.now()))
                .max(Comparator.naturalOrder())
                .map(until -> Long.toString(
                        Math.max(1, Duration.between(ui.now(), until).toMinutes())))
                .orElse("");
    }

    private List<Particular> particulars(EvidenceDetails evidence, Optional<EvidenceKeeper.Kept> kept, Ui ui) {
        EvidenceSummary e = evidence.summary();
        List<Particular> all = new ArrayList<>();
        all.add(new Particular(ui.t("evidence.column.code"), e.code(), ""));
        all.add(new Particular(
                ui.t("evidence.column.kind"), ui.t("evidence.kind." + e.kind().id()), ""));
        Series series = rows.series(e);
        all.add(new Particular(
                ui.t("evidence.column.product"),
                series == null ? ui.t("evidence.organisation") : series.name(),
                series == null ? "" : "/products/" + series.code()));
        UUID releaseId = evidence.releaseId();
        if (releaseId != null) {
            products.release(releaseId)
                    .map(Release::name)
                    .ifPresent(name -> all.add(new Particular(ui.t("evidence.release"), name, "")));
        }
        kept.ifPresent(k -> all.add(new Particular(ui.t("evidence.kept"), k.name(), k.href())));
        StoredFile file = evidence.file();
        if (!e.place().isBlank()) {
            String shown = file != null && Viewer.shows(file) ? "/evidence/" + e.code() + "?page=0#document" : "";
            all.add(new Particular(ui.t("evidence.column.place"), e.place(), shown));
        }
        add(all, ui.t("evidence.statement"), evidence.statement());
        String url = e.url();
        if (url != null) {
            all.add(new Particular(ui.t("evidence.url"), url, ""));
        }
        all.add(new Particular(ui.t("evidence.column.observed"), ui.day(e.observedAt()), ""));
        Instant until = e.validUntil();
        all.add(new Particular(
                ui.t("evidence.column.expiry"),
                until == null ? ui.t("evidence.expiry.none") : EvidenceRows.lastDay(until, ui),
                ""));
        all.add(new Particular(
                ui.t("evidence.column.recorded"),
                ui.t(
                        "evidence.recorded.by",
                        e.submittedName(),
                        ui.minute(e.recordedAt()),
                        ui.t("evidence.via." + e.via())),
                ""));
        String number =
                records.numbers("evidence/1", List.of(e.id().toString())).get(e.id().toString());
        all.add(new Particular(
                ui.t("web.nav.ledger"),
                number == null ? ui.t("evidence.ledger.waiting") : number,
                Objects.requireNonNullElse(ui.ledgerHref(number), "")));
        if (file != null) {
            all.add(new Particular("SHA-256", file.sha256(), ""));
        }
        return all;
    }

    static List<Particular> record(EvidenceDetails evidence, Ui ui, Set<RecordField> fields) {
        List<Particular> all = new ArrayList<>();
        for (RecordField field : fields) {
            add(all, ui.t("evidence.record." + field.id()), evidence.record().getOrDefault(field.id(), ""));
        }
        return all;
    }

    private static void add(List<Particular> all, String label, String value) {
        if (!value.isBlank()) {
            all.add(new Particular(label, value, ""));
        }
    }

    private record At(Instant at, Parts.Change change) {}

    private List<Parts.Change> history(EvidenceDetails evidence, Ui ui) {
        EvidenceSummary e = evidence.summary();
        List<At> all = new ArrayList<>();
        all.add(at(e.recordedAt(), "info", ui.t("evidence.history.added", e.submittedName()), ui));
        Map<FactEntry.ConfirmedBy, Long> confirmations = evidence.facts().stream()
                .map(FactEntry::confirmedBy)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(c -> c, LinkedHashMap::new, Collectors.counting()));
        confirmations.forEach(
                (by, count) -> all.add(at(by.at(), "user", confirmed(by.name(), count, by.note(), ui), ui)));
        for (EvidenceDetails.TakenBack taken : evidence.takenBack()) {
            all.add(at(taken.at(), "user", confirmed(taken.name(), taken.facts(), taken.note(), ui), ui));
            all.add(at(
                    taken.undoneAt(), "info", ui.t("evidence.history.unconfirmed", taken.name(), taken.facts()), ui));
        }
        Map<FactEntry.Withdrawal, Long> withdrawals = evidence.facts().stream()
                .map(FactEntry::withdrawal)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(w -> w, LinkedHashMap::new, Collectors.counting()));
        withdrawals.forEach((by, count) ->
                all.add(at(by.at(), "info", ui.t("evidence.history.withdrawn", by.name(), count, by.reason()), ui)));
        return all.stream()
                .sorted(Comparator.comparing(At::at))
                .map(At::change)
                .toList()
                .reversed();
    }

    private static String confirmed(String name, long facts, String note, Ui ui) {
        return note.isBlank()
                ? ui.t("evidence.history.confirmed", name, facts)
                : ui.t("evidence.history.confirmed.note", name, facts, note);
    }

    private static At at(Instant at, String shape, String sentence, Ui ui) {
        return new At(at, new Parts.Change(ui.minute(at), shape, sentence, null, null));
    }
}
