package dev.shisa.server.portal;

import dev.shisa.server.advisory.Issuer;
import dev.shisa.server.advisory.Issuers;
import dev.shisa.server.advisory.SigningKeys;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.OutNow;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** 設定 › 公開ページ: is anything of ours public, what, and in whose name? */
@Controller
@RequestMapping("/settings/portal")
class PortalSettingsPages {

    private static final String HERE = "/settings/portal";
    private static final Set<String> DONE = Set.of("on", "off", "changed", "issuer", "key");

    private final Portals portals;
    private final Issuers issuers;
    private final SigningKeys keys;
    private final Products products;
    private final OutNow outNow;
    private final PortalExport export;

    PortalSettingsPages(
            Portals portals, Issuers issuers, SigningKeys keys, Products products, OutNow outNow, PortalExport export) {
        this.portals = portals;
        this.issuers = issuers;
        this.keys = keys;
        this.products = products;
        this.outNow = outNow;
        this.export = export;
    }

    @GetMapping
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView page(@RequestParam(defaultValue = "") String done, @ModelAttribute("ui") Ui ui) {
        return page(form(), issuerForm(), new Mistakes(), done, ui);
    }

    private PortalView.Form form() {
        Portals.Entered entered = portals.entered();
        Portal portal = entered.portal();
        return new PortalView.Form(
                portal.on(),
                portal.apart(),
                portal.aboutJa(),
                portal.aboutEn(),
                portal.shown().stream().map(one -> one.series().toString()).collect(Collectors.toSet()),
                portal.shown().stream()
                        .filter(Portal.Shown::verdicts)
                        .map(one -> one.series().toString())
                        .collect(Collectors.toSet()),
                entered.version());
    }

    private PortalView.IssuerForm issuerForm() {
        Issuers.Entered entered = issuers.entered();
        Issuer issuer = entered.issuer();
        return new PortalView.IssuerForm(
                issuer.nameJa(),
                issuer.nameEn(),
                issuer.site(),
                issuer.mail(),
                issuer.phone(),
                issuer.prefix(),
                issuer.origin(),
                issuer.reportKey(),
                issuer.version().number(),
                issuer.licence(),
                entered.version());
    }

    private ModelAndView page(
            PortalView.Form form, PortalView.IssuerForm issuer, Mistakes mistakes, String done, Ui ui) {
        Portal portal = portals.entered().portal();
        Set<UUID> archived = products.archived();
        List<Series> series = products.every().stream()
                .filter(one -> !archived.contains(one.id()))
                .toList();
        List<PortalView.Key> signing = new ArrayList<>();
        keys.all()
                .forEach(key -> signing.add(new PortalView.Key(
                        key.grouped(),
                        ui.t(
                                key.imported() ? "portal.key.taken" : "portal.key.made",
                                ui.minute(key.at()),
                                key.byName()),
                        signing.isEmpty())));
        return new ModelAndView("portal/settings")
                .addObject(
                        "title",
                        portal.on() ? ui.t("portal.settings.on", portal.shown().size()) : ui.t("portal.settings.off"))
                .addObject("on", portal.on())
                .addObject("address", issuers.origin() + PublicSite.ROOT)
                .addObject("form", form)
                .addObject("issuer", issuer)
                .addObject(
                        "series",
                        series.stream()
                                .map(one -> new Parts.Choice(one.id().toString(), one.name(), about(one, ui)))
                                .toList())
                .addObject("keys", signing)
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    /** Whoever shows a product is told when its latest version must not be given out. */
    private String about(Series series, Ui ui) {
        return outNow.of(series, LocalDate.ofInstant(ui.now(), Ui.ZONE), ui.locale())
                .filter(OutNow.Out::isForbidden)
                .map(out -> series.code() + ": "
                        + ui.t("product.out.forbidden", out.release().name()))
                .orElse(series.code());
    }

    @PostMapping
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView change(
            @RequestParam(defaultValue = "") String on,
            @RequestParam(defaultValue = "") String apart,
            @RequestParam(defaultValue = "") String aboutJa,
            @RequestParam(defaultValue = "") String aboutEn,
            @RequestParam(required = false) @Nullable List<String> shown,
            @RequestParam(required = false) @Nullable List<String> verdicts,
            @RequestParam(defaultValue = "0") int version,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request,
            HttpServletResponse response) {
        PortalView.Form form = new PortalView.Form(
                on.equals("yes"),
                apart.equals("yes"),
                aboutJa,
                aboutEn,
                shown == null ? Set.of() : new HashSet<>(shown),
                verdicts == null ? Set.of() : new HashSet<>(verdicts),
                version);
        requireAll(person);
        Mistakes mistakes = new Mistakes();
        if (aboutJa.length() > Portals.ABOUT_CHARS_MAX) {
            mistakes.add("aboutJa", ui.t("advisory.wrong.long", aboutJa.length(), Portals.ABOUT_CHARS_MAX));
        }
        if (aboutEn.length() > Portals.ABOUT_CHARS_MAX) {
            mistakes.add("aboutEn", ui.t("advisory.wrong.long", aboutEn.length(), Portals.ABOUT_CHARS_MAX));
        }
        if (form.on() && issuers.issuer().mail().isEmpty()) {
            // Without it nobody could tell the maker anything, which is what the pages are for.
            mistakes.add("on", ui.t("portal.wrong.mail"));
        }
        String host = issuers.issuer().host();
        if (form.apart() && (host.isEmpty() || host.equalsIgnoreCase(PublicAddress.authority(request)))) {
            mistakes.add("apart", ui.t(host.isEmpty() ? "portal.wrong.apart-none" : "portal.wrong.apart", host));
        }
        if (!mistakes.none()) {
            response.setStatus(422);
            return page(form, issuerForm(), mistakes, "", ui);
        }
        boolean before = portals.entered().portal().on();
        if (!portals.change(portal(form), version, person)) {
            throw new Problem(409, "changed-meanwhile", ui.t("settings.tab.portal"));
        }
        String become = before == form.on() ? "changed" : form.on() ? "on" : "off";
        return new ModelAndView("redirect:" + HERE + "?done=" + become);
    }

    /** What the company publishes is nothing for somebody who is limited to some of its series. */
    private static void requireAll(Person person) {
        person.requireAll();
    }

    private Portal portal(PortalView.Form form) {
        return new Portal(
                form.on(),
                form.apart(),
                form.aboutJa().strip(),
                form.aboutEn().strip(),
                products.every().stream()
                        .filter(one -> form.series().contains(one.id().toString()))
                        .map(one -> new Portal.Shown(
                                one.id(), form.verdicts().contains(one.id().toString())))
                        .toList());
    }

    @PostMapping("/issuer")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView issuer(
            @RequestParam Map<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request,
            HttpServletResponse response) {
        requireAll(person);
        Issuer typed = Issuers.tidy(new Issuer(
                fields.getOrDefault("nameJa", ""),
                fields.getOrDefault("nameEn", ""),
                fields.getOrDefault("site", ""),
                fields.getOrDefault("mail", ""),
                fields.getOrDefault("phone", ""),
                fields.getOrDefault("prefix", ""),
                fields.getOrDefault("origin", ""),
                fields.getOrDefault("reportKey", ""),
                fields.getOrDefault("csaf", ""),
                fields.getOrDefault("licence", "")));
        String number = fields.getOrDefault("version", "");
        int version = number.matches("[0-9]{1,9}") ? Integer.parseInt(number) : 0;
        Mistakes mistakes = new Mistakes();
        issuers.wrong(typed)
                .forEach(wrong -> mistakes.add(wrong.field(), ui.t("advisory.issuer.wrong." + wrong.why())));
        if (portals.entered().portal().apart()
                && (typed.host().isEmpty() || typed.host().equalsIgnoreCase(PublicAddress.authority(request)))) {
            mistakes.add("origin", ui.t("portal.wrong.apart", typed.host()));
        }
        if (portals.entered().portal().on() && typed.mail().isEmpty()) {
            mistakes.add("mail", ui.t("portal.wrong.mail"));
        }
        if (!mistakes.none()) {
            response.setStatus(422);
            return page(
                    form(),
                    new PortalView.IssuerForm(
                            typed.nameJa(),
                            typed.nameEn(),
                            typed.site(),
                            typed.mail(),
                            typed.phone(),
                            typed.prefix(),
                            typed.origin(),
                            typed.reportKey(),
                            typed.version().number(),
                            typed.licence(),
                            version),
                    mistakes,
                    "",
                    ui);
        }
        if (!issuers.change(typed, version, person)) {
            throw new Problem(409, "changed-meanwhile", ui.t("settings.tab.portal"));
        }
        return new ModelAndView("redirect:" + HERE + "?done=issuer");
    }

    @PostMapping("/key")
    @Requires(Act.CHANGE_SETTINGS)
    String makeKey(@AuthenticationPrincipal Person person) {
        requireAll(person);
        keys.make(person);
        return "redirect:" + HERE + "?done=key";
    }

    @PostMapping("/own-key")
    @Requires(Act.CHANGE_SETTINGS)
    String takeKey(
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String passphrase,
            @AuthenticationPrincipal Person person)
            throws IOException {
        requireAll(person);
        if (file == null || file.isEmpty()) {
            throw new Problem(422, "advisory.key.unreadable");
        }
        keys.take(file.getBytes(), passphrase, person);
        return "redirect:" + HERE + "?done=key";
    }

    @GetMapping("/export.zip")
    @Requires(Act.CHANGE_SETTINGS)
    @Recorded("portal.take")
    ResponseEntity<byte[]> take(@ModelAttribute("ui") Ui ui) {
        return ResponseEntity.ok()
                .header("Content-Type", "application/zip")
                .header(
                        "Content-Disposition",
                        ContentDisposition.attachment()
                                .filename("public-pages-" + ui.day(ui.now()) + ".zip")
                                .build()
                                .toString())
                .body(export.zip());
    }
}
