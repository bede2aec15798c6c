package dev.shisa.server.application;

import dev.shisa.server.application.Application.Upload;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.product.Series;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people do to an application: plan it, record steps, give reasons, upload a form, say where answers belong. */
@Service
class Applications {

    /** A reason goes into one cell of a form; more than this nobody reads there. */
    static final int REASON_MAX = 5_000;

    /** The scheme is younger, and a label is not planned for another century: what is outside was mistyped. */
    static final int YEAR_MIN = 2020;

    static final int YEAR_MAX = 2100;

    private final ApplicationStore store;
    private final Blobs blobs;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;

    Applications(ApplicationStore store, Blobs blobs, Audit audit, Ids ids, InstantSource clock) {
        this.store = store;
        this.blobs = blobs;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** Whether an application can have anything to do with this day. */
    static boolean isNear(LocalDate day) {
        return day.getYear() >= YEAR_MIN && day.getYear() <= YEAR_MAX;
    }

    /** Saves the plan; false when somebody else saved first. */
    @Transactional
    public boolean plan(Series series, Application plan, Person person) {
        if (!store.save(series.id(), plan, person, clock.instant())) {
            return false;
        }
        LocalDate on = plan.plannedOn();
        Application.Evaluator evaluator = plan.evaluator();
        audit.record(
                person,
                "application.plan",
                series.code(),
                Map.of(
                        "plannedOn",
                        on == null ? "" : on.toString(),
                        "evaluator",
                        evaluator == null ? "" : evaluator.id(),
                        "proxy",
                        plan.proxy(),
                        "corporateNumber",
                        plan.corporateNumber()));
        return true;
    }

    /** Saves a reason in the maker's words; empty words give the draft back its place. False when somebody saved first. */
    @Transactional
    public boolean reason(Series series, String requirement, String ja, String en, int version, Person person) {
        if (!store.save(series.id(), requirement, ja, en, version, person, clock.instant())) {
            return false;
        }
        audit.record(person, "application.reason", series.code() + " " + requirement, Map.of("ja", ja, "en", en));
        return true;
    }

    /**
     * Takes a form.
     *
     * @throws WorkbookRefused when the file cannot be read as one; nothing is stored then
     */
    @Transactional
    public Upload upload(Series series, String fileName, byte[] bytes, Person person) {
        Form form = FormReader.read(bytes);
        StoredFile file = blobs.store(bytes, fileName);
        Upload upload = new Upload(
                ids.next(),
                file.fileName(),
                file.sha256(),
                file.sizeBytes(),
                form.fingerprint(),
                Set.of(),
                person.name(),
                clock.instant(),
                1);
        store.insert(series.id(), upload, person);
        audit.record(
                person,
                "application.form",
                series.code(),
                Map.of("file", upload.fileName(), "sha256", upload.sha256()));
        return upload;
    }

    /** Says which cells with other text are to be replaced; false when somebody else chose meanwhile. */
    @Transactional
    public boolean overwrite(Series series, Upload upload, Set<Place> places, int version, Person person) {
        if (!store.overwrite(upload.id(), places, version)) {
            return false;
        }
        audit.record(
                person,
                "application.overwrite",
                series.code() + " " + upload.fileName(),
                Map.of("cells", places.stream().map(Place::toString).sorted().toList()));
        return true;
    }

    /** Remembers where the answers of a sheet belong, for this edition of the form. */
    @Transactional
    public void map(Series series, Upload upload, ColumnMapping mapping, Person person) {
        if (!mapping.complete()) {
            throw new Problem(422, "application.mapping");
        }
        store.put(upload.fingerprint(), mapping, person, clock.instant());
        audit.record(
                person,
                "application.mapping",
                series.code() + " " + upload.fileName(),
                Map.of(
                        "sheet", mapping.sheet(),
                        "criterion", mapping.criterion(),
                        "verdict", mapping.verdict(),
                        "reason", mapping.reason(),
                        "evidence", mapping.evidence()));
    }

    @Transactional
    public void unmap(Series series, Upload upload, String sheet, Person person) {
        if (store.removeMapping(upload.fingerprint(), sheet)) {
            audit.record(
                    person,
                    "application.mapping.remove",
                    series.code() + " " + upload.fileName(),
                    Map.of("sheet", sheet));
        }
    }
}
