package dev.shisa.server.supplier;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.record.Form;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.supplier.Exchange.SupplierAccessSent;
import dev.shisa.server.supplier.Exchange.SupplierFileSent;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.servlet.ModelAndView;

/** Which files go to this supplier and come from it, who may come to them, and who did? */
@Controller
record ExchangePages(Suppliers suppliers, Exchange exchange, ExchangeStore store, SupplierWords words, Blobs blobs) {

    static final String HERE = SupplierPages.ONE + "/exchange";
    private static final int LOG_SHOWN = 100;

    /** @param made whom somebody has let in now, which is shown once */
    @GetMapping(HERE)
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView exchange(
            @PathVariable("supplier") String code,
            Form<SupplierAccessSent> form,
            Form<SupplierFileSent> offer,
            @RequestAttribute(required = false) Exchange.@Nullable Admitted made,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Supplier supplier = suppliers.requireChangeable(code, person);
        form.start("days", String.valueOf(Exchange.DAYS)).must("days", true);
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
                .addObject("offer", offer)
                .addObject("link", made == null ? PublicAddress.Link.NONE : made.link())
                .addObject("passphrase", made == null ? "" : made.passphrase());
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
        Map<UUID, String> names = store.names(supplier.id());
        return store.transfers(supplier.id(), most).stream()
                .map(t -> new SupplierView.TransferRow(
                        ui.second(t.at()),
                        t.byName(),
                        ui.t("supplier.transfer." + t.act()),
                        t.file() == null ? "" : names.getOrDefault(t.file(), ""),
                        t.address()))
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
