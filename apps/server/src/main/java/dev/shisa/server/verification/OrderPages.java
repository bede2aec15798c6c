package dev.shisa.server.verification;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

/** Does a provider outside have to verify this product, from whom was it ordered, and what was agreed? */
@Controller
class OrderPages {

    private final Products products;
    private final SeriesFrames frames;
    private final Verifications verifications;
    private final VerificationStore store;
    private final Blobs blobs;
    private final EvidenceLog log;

    OrderPages(
            Products products,
            SeriesFrames frames,
            Verifications verifications,
            VerificationStore store,
            Blobs blobs,
            EvidenceLog log) {
        this.products = products;
        this.frames = frames;
        this.verifications = verifications;
        this.store = store;
        this.blobs = blobs;
        this.log = log;
    }

    @GetMapping("/products/{code}/verification/orders")
    @Requires(Act.VIEW)
    ModelAndView orders(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        UUID designated = series.designated();
        VerificationView.OrderForm form =
                new VerificationView.OrderForm(designated == null ? "" : designated.toString(), "", "", "", "", "", "");
        return orders(series, form, new Mistakes(), done, person, ui);
    }

    private ModelAndView orders(
            Series series, VerificationView.OrderForm form, Mistakes mistakes, String done, Person person, Ui ui) {
        Whole whole = verifications.whole(series);
        List<VerificationView.OrderRow> rows = rows(series, whole, ui);
        List<String> grounds = Stream.concat(
                        whole.impact().effects().stream().sorted().map(e -> ui.t("verification.effect." + e)),
                        whole.impact().hard() ? Stream.of(ui.t("verification.effect.hard")) : Stream.of())
                .toList();
        return new ModelAndView("verification/orders")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject(
                        "title",
                        switch (whole.impact().need()) {
                            case YES -> ui.t("verification.outside.yes");
                            case NO -> ui.t("verification.outside.no");
                            case UNKNOWN -> ui.t("verification.outside.unknown");
                            case UNCONFIRMED -> ui.t("verification.outside.unconfirmed");
                        })
                .addObject("grounds", grounds)
                .addObject("questions", VerificationPages.questions(series))
                .addObject("rows", rows)
                .addObject("releases", VerificationPages.releases(products, series))
                .addObject("form", form)
                .addObject("mistakes", mistakes)
                .addObject("done", VerificationPages.done(done));
    }

    private List<VerificationView.OrderRow> rows(Series series, Whole whole, Ui ui) {
        return store.orders(series.id()).stream()
                .map(o -> {
                    Order.Cancelled cancelled = o.cancelled();
                    Result last = whole.items().stream()
                            .filter(i -> i.content().kind() == Kind.OUTSIDE)
                            .flatMap(i -> Optional.ofNullable(whole.last(i, o.releaseId())).stream())
                            .filter(r -> r.outcome() != Outcome.OMITTED)
                            .max(Result.LATEST)
                            .orElse(null);
                    Set<String> agreed = Conclusions.agreed(o);
                    return new VerificationView.OrderRow(
                            o.id().toString(),
                            o.provider(),
                            whole.releases().stream()
                                    .filter(r -> r.id().equals(o.releaseId()))
                                    .map(Release::name)
                                    .findFirst()
                                    .orElse("–"),
                            o.orderedOn().toString(),
                            o.listedOn() == null
                                    ? ui.t("verification.listed.no")
                                    : ui.t(
                                            "verification.listed.on",
                                            o.listedOn().toString()),
                            Stream.of(
                                            Map.entry("handling", o.handling()),
                                            Map.entry("secrecy", o.secrecy()),
                                            Map.entry("content", o.content()))
                                    .map(e -> new Parts.Step(
                                            ui.t("verification.agreed." + e.getKey()),
                                            e.getValue().isEmpty() ? ui.t("verification.agreed.no") : e.getValue(),
                                            agreed.contains(e.getKey()) ? Parts.Progress.DONE : Parts.Progress.LATER,
                                            null))
                                    .toList(),
                            VerificationPages.code(log, o.evidence()),
                            cancelled != null
                                    ? "not-applicable"
                                    : last == null ? "clock" : last.outcome() == Outcome.PASSED ? "met" : "not-met",
                            cancelled != null
                                    ? ui.t("verification.order.state.cancelled")
                                    : ui.t("verification.order.state."
                                            + (last == null
                                                    ? "open"
                                                    : last.outcome().id())),
                            cancelled == null
                                    ? ""
                                    : ui.t(
                                            "verification.withdrawn.by",
                                            cancelled.name(),
                                            ui.minute(cancelled.at()),
                                            cancelled.reason()));
                })
                .toList();
    }

    @GetMapping("/products/{code}/verification/orders.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> exportOrders(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return TableFile.of(format, series.code() + "-verification-orders", ui)
                .column("provider", "verification.provider")
                .column("release", "product.release")
                .column("ordered", "verification.ordered-on")
                .column("listed", "verification.listed")
                .column("agreed", "verification.agreed")
                .column("evidence", "verification.contract")
                .column("state", "verification.state")
                .download(rows(series, verifications.whole(series), ui).stream()
                        .map(r -> List.of(
                                r.provider(),
                                r.release(),
                                r.on(),
                                r.listed(),
                                String.join(
                                        "\n",
                                        r.agreed().stream()
                                                .map(a -> a.label() + ": " + a.help())
                                                .toList()),
                                r.evidence(),
                                r.word()))
                        .toList());
    }

    @PostMapping("/products/{code}/verification/orders")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView order(
            @PathVariable String code,
            @RequestParam Map<String, String> fields,
            @RequestParam(required = false) @Nullable MultipartFile contract,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        VerificationView.OrderForm form = new VerificationView.OrderForm(
                fields.getOrDefault("release", ""),
                fields.getOrDefault("provider", ""),
                fields.getOrDefault("listedOn", ""),
                fields.getOrDefault("handling", ""),
                fields.getOrDefault("secrecy", ""),
                fields.getOrDefault("content", ""),
                fields.getOrDefault("orderedOn", ""));
        Mistakes mistakes = new Mistakes();
        Release release = products.releaseChosen(series, form.release()).orElse(null);
        if (release == null) {
            mistakes.add("release", ui.t("verification.wrong.release"));
        }
        LocalDate listed = VerificationPages.day("listedOn", form.listedOn(), mistakes, ui);
        LocalDate on = VerificationPages.day("orderedOn", form.orderedOn(), mistakes, ui);
        if (release != null) {
            Verifications.NewOrder given = new Verifications.NewOrder(
                    release, form.provider(), listed, form.handling(), form.secrecy(), form.content(), on, null);
            VerificationPages.note(verifications.wrong(given), mistakes, ui);
            if (mistakes.none()) {
                verifications.order(
                        series,
                        new Verifications.NewOrder(
                                release,
                                form.provider(),
                                listed,
                                form.handling(),
                                form.secrecy(),
                                form.content(),
                                on,
                                VerificationPages.stored(blobs, contract)),
                        person,
                        "page");
                return new ModelAndView("redirect:" + VerificationPages.here(series) + "/orders?done=ordered");
            }
        }
        response.setStatus(422);
        return orders(series, form, mistakes, "", person, ui);
    }

    @PostMapping("/products/{code}/verification/orders/{id}/cancel")
    @Requires(Act.RESOLVE)
    String cancel(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String why,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        verifications.cancel(series, id, why, person);
        return "redirect:" + VerificationPages.here(series) + "/orders?done=cancelled";
    }
}
