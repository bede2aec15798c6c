package dev.shisa.server.supplier;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.act.Attached;
import dev.shisa.server.platform.act.Does;
import dev.shisa.server.platform.act.Doing;
import dev.shisa.server.platform.act.Door;
import dev.shisa.server.platform.act.Sent;
import dev.shisa.server.platform.act.Within;
import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Done;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.record.Rows;
import dev.shisa.server.platform.record.Stamp;
import dev.shisa.server.platform.record.Wrongs;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.supplier.AgreementApi.SupplierAccessBody;
import dev.shisa.server.supplier.AgreementApi.SupplierFileBody;
import dev.shisa.server.supplier.Suppliers.SupplierWhyBody;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Files that a supplier is given and sends, without mail (guide 002, example SYNCHRO). Each person outside has a link of their own and
 * a passphrase that is told by another way; neither opens anything without the other. Whoever came, or was refused, is listed, and the
 * ledger has it.
 */
@Service
@Doing
@Transactional
class Exchange {

    static final int FILES_MAX = 500;
    static final int ACCESSES_MAX = 100;
    static final int DAYS = 14;
    static final int DAYS_MAX = 90;

    /** All files of one supplier together. */
    static final long BYTES_MAX = 2L * 1024 * 1024 * 1024;

    /** What one person outside may send in a day. */
    static final int SENT_A_DAY_MAX = 50;

    /** A visit ends by itself, since nobody signs out of a stranger's page. */
    static final Duration VISIT = Duration.ofHours(1);

    static final int LOG_ROWS = 1_000;

    private final ExchangeStore store;
    private final Suppliers suppliers;
    private final SupplierStore all;
    private final Rows rows;
    private final Blobs blobs;
    private final Audit audit;
    private final Ids ids;

    Exchange(
            ExchangeStore store, Suppliers suppliers, SupplierStore all, Rows rows, Blobs blobs, Audit audit, Ids ids) {
        this.store = store;
        this.suppliers = suppliers;
        this.all = all;
        this.rows = rows;
        this.blobs = blobs;
        this.audit = audit;
        this.ids = ids;
    }

    /** An access with what opens it; only hashes of it are kept. */
    record Made(Access access, String secret, String code) {}

    // The maker

    /** @param days until it ends; null: fourteen */
    @Sent(value = "supplier.access", problem = "api.field", schema = "NewSupplierAccessBody")
    record SupplierAccessSent(
            @Words(most = Suppliers.NAME_CHARS_MAX, must = true)
            String person,

            boolean maySend,
            @Within(least = 1, most = DAYS_MAX) @Nullable Integer days) {}

    /**
     * Who was let in, and how.
     *
     * @param link with the passphrase it opens the files; the passphrase goes another way
     */
    record Admitted(SupplierAccessBody access, PublicAddress.Link link, String passphrase) {
        String address() {
            return link.url();
        }
    }

    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.admit", status = 201)
    @Does(
            page = ExchangePages.HERE + "/accesses",
            on = ExchangePages.HERE,
            shown = true,
            api = "POST " + SupplierApi.ONE + "/exchange/accesses",
            told = AgreementApi.SupplierMadeAccessBody.class)
    public Answer<Admitted> admit(
            Supplier supplier, SupplierAccessSent sent, Person person, Door door, HttpServletRequest from) {
        Wrongs.of(sent)
                .unless(door == Door.API || sent.days() != null, "days", "number")
                .refuse();
        int days = Objects.requireNonNullElse(sent.days(), DAYS);
        Made made = admit(supplier, sent.person(), sent.maySend(), days, person);
        Admitted admitted = new Admitted(
                SupplierAccessBody.of(made.access(), rows.now()),
                PublicAddress.link(from, "/exchange/" + made.secret()),
                made.code());
        // Without the address the passphrase opens nothing.
        return Answer.of(admitted).secret(admitted.address());
    }

    /** Lets one person outside come. */
    public Made admit(Supplier supplier, String name, boolean maySend, int days, Person person) {
        if (store.accesses(supplier.id()).size() >= ACCESSES_MAX) {
            throw new Problem(422, "supplier.rows.many", ACCESSES_MAX);
        }
        String secret = ids.secret();
        // Fifteen signs of thirty, read out over the telephone: 73 bits.
        String code = group() + "-" + group() + "-" + group();
        Instant now = rows.now();
        Access access = new Access(
                ids.next(), supplier.id(), name, maySend, person.name(), now, now.plus(Duration.ofDays(days)), null, 0);
        store.insert(access, person.id(), Secrets.hash(secret), hash(secret, code));
        audit.record(
                person,
                "supplier.admit",
                supplier.name(),
                Map.of("recipient", name, "expires", access.expiresAt().toString()));
        return new Made(access, secret, code);
    }

    private String group() {
        return ids.code("X").substring(2);
    }

    private static byte[] hash(String secret, String code) {
        return Secrets.hash(secret + " " + code.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", ""));
    }

    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.admit-revoke")
    @Does(
            page = ExchangePages.HERE + "/accesses/{id}/revoke",
            on = ExchangePages.HERE,
            done = "revoked",
            api = "POST " + SupplierApi.ONE + "/exchange/accesses/{id}/revoke")
    public SupplierAccessBody revoke(Supplier supplier, UUID id, Person person) {
        Access access = requireAccess(supplier, id);
        if (store.revoke(supplier.id(), id, rows.now())) {
            audit.record(person, "supplier.admit-revoke", supplier.name(), Map.of("recipient", access.person()));
        }
        return SupplierAccessBody.of(requireAccess(supplier, id), rows.now());
    }

    private Access requireAccess(Supplier supplier, UUID id) {
        return Suppliers.require(store.accesses(supplier.id()), a -> a.id().equals(id));
    }

    @Sent(value = "supplier.file", problem = "api.field", schema = "NewSupplierFileBody")
    record SupplierFileSent(
            Attached file,

            @Words(most = Suppliers.TEXT_CHARS_MAX) @Nullable
            String note) {}

    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.file-offer", status = 201)
    @Does(
            page = ExchangePages.HERE + "/files",
            on = ExchangePages.HERE,
            done = "offered",
            api = "POST " + SupplierApi.ONE + "/exchange/files")
    public SupplierFileBody offer(Supplier supplier, SupplierFileSent sent, Person person) {
        Wrongs.of(sent).refuse();
        StoredFile file = Objects.requireNonNull(blobs.take(sent.file(), person));
        return SupplierFileBody.of(offer(supplier, file, Suppliers.text(sent.note()), person));
    }

    /** Offers the supplier a file. */
    public ExchangedFile offer(Supplier supplier, StoredFile file, String note, Person person) {
        requireRoom(supplier.id(), file);
        ExchangedFile offered = add(supplier.id(), "offered", file, note, null, person.id(), person.name());
        audit.record(person, "supplier.file-offer", supplier.name(), Map.of("file", file.fileName()));
        return offered;
    }

    @Transactional(readOnly = true)
    public ExchangedFile require(UUID supplierId, UUID id) {
        return Suppliers.require(store.files(supplierId), f -> f.id().equals(id) && f.end() == null);
    }

    /** Nobody can take the file any more. */
    @Requires(Act.ADD_EVIDENCE)
    @Operation(id = "supplier.file-end")
    @Does(
            page = ExchangePages.HERE + "/files/{id}/end",
            on = ExchangePages.HERE,
            done = "ended",
            api = "POST " + SupplierApi.ONE + "/exchange/files/{id}/end")
    public Answer<Done> end(Supplier supplier, UUID id, SupplierWhyBody sent, Person person) {
        ExchangedFile file = require(supplier.id(), id);
        String reason = suppliers.end(store.files, supplier, id, sent, person);
        audit.record(
                person,
                "supplier.file-end",
                supplier.name(),
                Map.of("file", file.file().fileName(), "reason", reason));
        return Done.ANSWER;
    }

    /** Notes that somebody of the maker takes a file. */
    public void taken(Supplier supplier, ExchangedFile file, Person person, String address) {
        log(supplier.id(), null, file.id(), "taken", person.name(), address);
    }

    // The person outside

    /**
     * What came of a passphrase.
     *
     * @param session secret of the visit; empty: it is refused
     * @param left how many more wrong ones there may be
     */
    record Knocked(String session, int left) {}

    /** Whether a link may still be used with its passphrase. */
    public Optional<Access> link(String secret) {
        return store.lockedByToken(Secrets.hash(secret)).filter(this::isOpen);
    }

    /** Nothing is handed to a company from which nothing is bought any more, whatever its links say. */
    private boolean isOpen(Access access) {
        return access.state(rows.now()) == Access.State.OPEN
                && all.byId(access.supplierId()).filter(s -> !s.ended()).isPresent();
    }

    /** Tries a passphrase; empty: the link cannot be used. */
    public Optional<Knocked> knock(String secret, String code, String address) {
        Optional<Access> found = store.lockedByToken(Secrets.hash(secret));
        if (found.filter(this::isOpen).isEmpty()) {
            return Optional.empty();
        }
        Access access = found.get();
        if (!store.codeIs(access.id(), hash(secret, code))) {
            store.wrong(access.id());
            int left = Access.WRONG_MAX - access.wrong() - 1;
            log(access.supplierId(), access.id(), null, left > 0 ? "refused" : "locked", access.person(), address);
            return Optional.of(new Knocked("", left));
        }
        String session = ids.secret();
        store.open(access.id(), Secrets.hash(session), rows.now().plus(VISIT));
        log(access.supplierId(), access.id(), null, "opened", access.person(), address);
        return Optional.of(new Knocked(session, Access.WRONG_MAX));
    }

    /** Who visits; empty: nobody, or not any more. */
    @Transactional(readOnly = true)
    public Optional<Access> visitor(String session) {
        return store.bySession(Secrets.hash(session), rows.now()).filter(this::isOpen);
    }

    public void leave(Access access) {
        store.close(access.id());
    }

    /** What a visitor may see: what is offered, and what came by that person's own link; two people may have the same name. */
    @Transactional(readOnly = true)
    public List<ExchangedFile> visible(Access access) {
        return store.files(access.supplierId()).stream()
                .filter(f -> f.end() == null)
                .filter(f -> f.direction().equals("offered") || access.id().equals(f.access()))
                .toList();
    }

    /** The access once more, held until the transaction ends: it may have been revoked since its visit began. */
    private void requireOpen(Access access) {
        if (store.locked(access.id()).filter(this::isOpen).isEmpty()) {
            throw new Problem(404, "supplier.row.unknown");
        }
    }

    public ExchangedFile take(Access access, UUID id, String address) {
        requireOpen(access);
        ExchangedFile file = Suppliers.require(
                visible(access), f -> f.id().equals(id) && f.direction().equals("offered"));
        log(access.supplierId(), access.id(), id, "taken", access.person(), address);
        return file;
    }

    /** Whether this person may send one more file now. */
    @Transactional(readOnly = true)
    public boolean maySend(Access access) {
        return access.maySend() && store.sent(access.id(), rows.now().minus(Duration.ofDays(1))) < SENT_A_DAY_MAX;
    }

    public void send(Access access, StoredFile file, String note, String address) {
        requireOpen(access);
        if (!maySend(access)) {
            throw new Problem(409, "supplier.exchange.full");
        }
        requireRoom(access.supplierId(), file);
        ExchangedFile sent = add(access.supplierId(), "received", file, note, access.id(), null, access.person());
        log(access.supplierId(), access.id(), sent.id(), "sent", access.person(), address);
        audit.record(null, "supplier.file-sent", access.person(), Map.of("file", file.fileName()));
    }

    /** One file of a supplier after the other, so that two at once do not both find the last room. */
    private void requireRoom(UUID supplierId, StoredFile file) {
        store.lockFiles(supplierId);
        long files =
                store.files(supplierId).stream().filter(f -> f.end() == null).count();
        if (files >= FILES_MAX || store.bytes(supplierId) + file.sizeBytes() > BYTES_MAX) {
            throw new Problem(409, "supplier.exchange.full");
        }
    }

    private ExchangedFile add(
            UUID supplierId,
            String direction,
            StoredFile file,
            String note,
            @Nullable UUID accessId,
            @Nullable UUID byId,
            String byName) {
        return store.files.add(
                supplierId,
                new ExchangedFile(
                        rows.id(),
                        supplierId,
                        direction,
                        file,
                        note,
                        accessId,
                        new Stamp(byId, byName, rows.now()),
                        null));
    }

    private void log(
            UUID supplierId,
            @Nullable UUID accessId,
            @Nullable UUID fileId,
            String act,
            String byName,
            String address) {
        store.visits.add(
                supplierId, new Visit(rows.id(), supplierId, accessId, fileId, act, byName, address, rows.now()));
    }
}
