package dev.shisa.server.supplier;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.supplier.SupplierView.AccessForm;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** Which files go to this supplier and come from it, who may come to them, and who did? */
@Controller
class ExchangePages {

    static final String HERE = SupplierWords.ALL + "/{supplier}/exchange";
    private static final Set<String> DONE = Set.of("offered", "ended", "revoked");
    private static final int LOG_SHOWN = 100;

    private final Suppliers suppliers;
    private final Exchange exchange;
    private final ExchangeStore store;
    private final SupplierWords words;
    private final Blobs blobs;
    private final Messages messages;

    ExchangePages(
            Suppliers suppliers,
            Exchange exchange,
            ExchangeStore store,
            SupplierWords words,
            Blobs blobs,
            Messages messages) {
        this.suppliers = suppliers;
        this.exchange = exchange;
        this.store = store;
        this.words = words;
        this.blobs = blobs;
        this.messages = messages;
    }

    @GetMapping(HERE)
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView exchange(
            @PathVariable("supplier") String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return page(suppliers.requireChangeable(code, person), none(), null, new Mistakes(), done, person, ui);
    }

    private static AccessForm none() {
        return new AccessForm("", "", String.valueOf(Exchange.DAYS));
    }

    private ModelAndView page(
            Supplier supplier,
            AccessForm form,
            SupplierView.@Nullable Opened opened,
            Mistakes mistakes,
            String done,
            Person person,
            Ui ui) {
        List<ExchangedFile> files = store.files(supplier.id());
        long open = store.accesses(supplier.id()).stream()
                .filter(a -> a.state(ui.now()) == Access.State.OPEN)
                .count();
        return new ModelAndView("supplier/exchange")
                .addObject("head", words.head(supplier, SupplierWords.Tab.EXCHANGE, person, ui))
                .addObject(
                        "title",
                        ui.t(
                                "supplier.exchange.title",
                                supplier.name(),
                                files.stream().filter(f -> f.end() == null).count(),
                                open))
                .addObject("files", files.stream().map(f -> file(f, ui)).toList())
                .addObject(
                        "accesses",
                        store.accesses(supplier.id()).stream()
                                .map(a -> access(a, ui))
                                .toList())
                .addObject("log", log(supplier, LOG_SHOWN, ui))
                .addObject("form", form)
                .addObject("opened", opened == null ? new SupplierView.Opened(PublicAddress.Link.NONE, "") : opened)
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    private static SupplierView.FileRow file(ExchangedFile file, Ui ui) {
        return new SupplierView.FileRow(
                file.id().toString(),
                file.file().fileName(),
                SupplierWords.size(file.file().sizeBytes(), ui),
                ui.t("supplier.direction." + file.direction()),
                file.end() == null
                        ? file.note()
                        : ui.t(
                                "supplier.file.ended",
                                ui.day(file.end().at()),
                                file.end().reason()),
                ui.t("supplier.file.by", ui.minute(file.at()), file.byName()),
                file.end() == null);
    }

    private static SupplierView.AccessRow access(Access access, Ui ui) {
        Access.State state = access.state(ui.now());
        return new SupplierView.AccessRow(
                access.id().toString(),
                access.person(),
                ui.t(access.maySend() ? "supplier.access.both" : "supplier.access.take"),
                switch (state) {
                    case OPEN -> "met";
                    case LOCKED -> "not-met";
                    case ENDED, REVOKED -> "not-applicable";
                },
                ui.t("supplier.access." + state.id()),
                ui.minute(access.expiresAt()),
                state == Access.State.OPEN || state == Access.State.LOCKED);
    }

    private List<SupplierView.TransferRow> log(Supplier supplier, int most, Ui ui) {
        return store.transfers(supplier.id(), most).stream()
                .map(t -> new SupplierView.TransferRow(
                        ui.second(t.at()),
                        t.byName(),
                        ui.t("supplier.transfer." + t.act()),
                        Objects.requireNonNullElse(t.file(), ""),
                        t.address(),
                        Set.of("refused", "locked").contains(t.act()) ? "not-met" : "info"))
                .toList();
    }

    /** Who came, or was refused. */
    @GetMapping(HERE + ".{format}")
    @Requires(Act.ADD_EVIDENCE)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable("supplier") String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        return TableFile.of(format, supplier.code() + "-exchange", ui)
                .column("at", "supplier.column.when")
                .column("who", "supplier.column.who")
                .column("what", "supplier.column.what")
                .column("file", "supplier.column.file")
                .column("address", "supplier.column.address")
                .download((most, lines) -> log(supplier, most, ui)
                        .forEach(t -> lines.accept(List.of(t.when(), t.who(), t.what(), t.file(), t.address()))));
    }

    @PostMapping(HERE + "/accesses")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView admit(
            @PathVariable("supplier") String code,
            @RequestParam Map<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request,
            HttpServletResponse response) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        AccessForm form = new AccessForm(
                sent.getOrDefault("person", ""), sent.getOrDefault("maySend", ""), sent.getOrDefault("days", ""));
        Fields fields = new Fields(messages, ui.locale(), new Mistakes());
        String name = fields.text("person", form.person(), true, Fields.NAME_CHARS_MAX);
        int days = QuestionPages.days("days", form.days(), Exchange.DAYS_MAX, fields);
        if (!fields.mistakes().none()) {
            response.setStatus(422);
            return page(supplier, form, null, fields.mistakes(), "", person, ui);
        }
        Exchange.Made made = exchange.admit(supplier, name, form.maySend().equals("yes"), days, person);
        return page(
                supplier,
                none(),
                new SupplierView.Opened(made.link(request), made.code()),
                new Mistakes(),
                "",
                person,
                ui);
    }

    @PostMapping(HERE + "/accesses/{id}/revoke")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView revoke(
            @PathVariable("supplier") String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        exchange.revoke(supplier, id, person);
        return SupplierPages.to(supplier, "/exchange", "revoked");
    }

    @PostMapping(HERE + "/files")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView offer(
            @PathVariable("supplier") String code,
            @RequestParam(defaultValue = "") String note,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        Fields fields = new Fields(messages, ui.locale(), new Mistakes());
        String text = fields.text("note", note, false, Fields.TEXT_CHARS_MAX);
        StoredFile stored = fields.mistakes().none() ? DeliveryPages.stored(blobs, file) : null;
        if (stored == null) {
            if (file == null || file.isEmpty()) {
                fields.wrong("file", "file");
            }
            response.setStatus(422);
            return page(supplier, none(), null, fields.mistakes(), "", person, ui)
                    .addObject("note", note);
        }
        exchange.offer(supplier, stored, text, person);
        return SupplierPages.to(supplier, "/exchange", "offered");
    }

    @GetMapping(HERE + "/files/{id}")
    @Requires(Act.ADD_EVIDENCE)
    @Recorded("supplier.file-take")
    ResponseEntity<Resource> take(
            @PathVariable("supplier") String code,
            @PathVariable UUID id,
            @AuthenticationPrincipal Person person,
            HttpServletRequest request) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        ExchangedFile file = exchange.require(supplier.id(), id);
        exchange.taken(supplier, file, person, String.valueOf(request.getRemoteAddr()));
        return blobs.download(file.file());
    }
}
