package dev.shisa.server.supplier;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Cookies;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/**
 * The door for one person at a supplier: the link, the passphrase, the files. After the passphrase a cookie says who visits, so that
 * no address of a file has the link's secret in it.
 */
@Controller
record GuestPages(Exchange exchange, SupplierStore store, Blobs blobs, RateLimits limits, Messages messages) {

    static final String COOKIE = "__Host-shisa-exchange";

    private static final String DOOR = "/exchange/{secret}";
    static final String HERE = "/exchange";
    private static final int KNOCKS_MAX = 60;
    private static final Duration KNOCKS_WINDOW = Duration.ofMinutes(5);
    private static final Set<String> DONE = Set.of("sent");

    private static String address(HttpServletRequest page) {
        return String.valueOf(page.getRemoteAddr());
    }

    @GetMapping(DOOR)
    @Requires(Act.OPEN)
    ModelAndView door(@PathVariable String secret, @ModelAttribute("ui") Ui ui, HttpServletRequest page) {
        limits.knock("exchange", Source.of(page), KNOCKS_MAX, KNOCKS_WINDOW);
        if (exchange.link(secret).isEmpty()) {
            throw new Problem(404, "supplier.exchange.ended");
        }
        return door(secret, new Mistakes(), ui);
    }

    private static ModelAndView door(String secret, Mistakes mistakes, Ui ui) {
        return new ModelAndView("supplier/door")
                .addObject("secret", secret)
                .addObject("maker", ui.makerName())
                .addObject("mistakes", mistakes);
    }

    @PostMapping(DOOR)
    @Requires(Act.OPEN)
    ModelAndView enter(
            @PathVariable String secret,
            @RequestParam(defaultValue = "") String code,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest page,
            HttpServletResponse response) {
        limits.knock("exchange", Source.of(page), KNOCKS_MAX, KNOCKS_WINDOW);
        Exchange.Knocked knocked = exchange.knock(
                        secret, code.substring(0, Math.min(code.length(), 100)), address(page))
                .orElseThrow(() -> new Problem(404, "supplier.exchange.ended"));
        if (!knocked.session().isEmpty()) {
            Cookies.set(response, COOKIE, knocked.session(), Exchange.VISIT);
            return new ModelAndView("redirect:" + HERE);
        }
        if (knocked.left() <= 0) {
            throw new Problem(404, "supplier.exchange.ended");
        }
        Fields fields = new Fields(messages, ui.locale(), new Mistakes());
        fields.wrong("code", "code", knocked.left());
        response.setStatus(422);
        return door(secret, fields.mistakes(), ui);
    }

    private Optional<Access> visitor(HttpServletRequest page) {
        return Cookies.read(page, COOKIE).flatMap(exchange::visitor);
    }

    private Access require(HttpServletRequest page) {
        return visitor(page).orElseThrow(() -> new Problem(404, "supplier.exchange.left"));
    }

    @GetMapping(HERE)
    @Requires(Act.OPEN)
    ModelAndView files(
            @RequestParam(defaultValue = "") String done, @ModelAttribute("ui") Ui ui, HttpServletRequest page) {
        return files(require(page), "", new Mistakes(), DONE.contains(done) ? done : "", ui);
    }

    private ModelAndView files(Access access, String note, Mistakes mistakes, String done, Ui ui) {
        return new ModelAndView("supplier/guest")
                .addObject("maker", ui.makerName())
                .addObject(
                        "supplier",
                        store.byId(access.supplierId()).map(Supplier::name).orElse(""))
                .addObject("person", access.person())
                .addObject("maySend", access.maySend())
                .addObject("expires", ui.minute(access.expiresAt()))
                .addObject(
                        "files",
                        exchange.visible(access).stream()
                                .map(f -> new SupplierView.GuestFile(
                                        f.id().toString(),
                                        f.file().fileName(),
                                        SupplierWords.size(f.file().sizeBytes(), ui),
                                        f.note(),
                                        ui.minute(f.at()),
                                        f.direction().equals("offered")))
                                .toList())
                .addObject("note", note)
                .addObject("mistakes", mistakes)
                .addObject("done", done);
    }

    @GetMapping(HERE + "/files/{id}")
    @Requires(Act.OPEN)
    @Recorded("supplier.file-take")
    ResponseEntity<Resource> take(@PathVariable UUID id, HttpServletRequest page) {
        return blobs.download(exchange.take(require(page), id, address(page)).file());
    }

    @PostMapping(HERE + "/files")
    @Requires(Act.OPEN)
    ModelAndView send(
            @RequestParam(defaultValue = "") String note,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest page,
            HttpServletResponse response) {
        Access access = require(page);
        Fields fields = new Fields(messages, ui.locale(), new Mistakes());
        String text = fields.text("note", note, false, Suppliers.TEXT_CHARS_MAX);
        if (!exchange.maySend(access)) {
            throw new Problem(409, "supplier.exchange.full");
        }
        StoredFile stored = fields.mistakes().none() ? blobs.store(file) : null;
        if (stored == null) {
            fields.wrong("file", "file");
            response.setStatus(422);
            return files(access, note, fields.mistakes(), "", ui);
        }
        exchange.send(access, stored, text, address(page));
        return new ModelAndView("redirect:" + HERE + "?done=sent");
    }

    @PostMapping(HERE + "/leave")
    @Requires(Act.OPEN)
    ModelAndView leave(HttpServletRequest page, HttpServletResponse response, @ModelAttribute("ui") Ui ui) {
        visitor(page).ifPresent(exchange::leave);
        Cookies.set(response, COOKIE, "", Duration.ZERO);
        return new ModelAndView("supplier/left").addObject("maker", ui.makerName());
    }
}
