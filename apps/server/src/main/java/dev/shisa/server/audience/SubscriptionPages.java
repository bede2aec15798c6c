package dev.shisa.server.audience;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.portal.PortalFrame;
import dev.shisa.server.portal.PortalFrames;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where anybody asks for notices by mail, agrees to them, says to have read one, and ends them; all without an account. */
@Controller
class SubscriptionPages {

    static final String HERE = "/public/notices";

    /** A field that people do not see; programs that fill in forms do. */
    private static final String TRAP = "website";

    private final Subscriptions subscriptions;
    private final AudienceStore store;
    private final AudienceMail words;
    private final PortalFrames frames;
    private final Products products;

    SubscriptionPages(
            Subscriptions subscriptions,
            AudienceStore store,
            AudienceMail words,
            PortalFrames frames,
            Products products) {
        this.subscriptions = subscriptions;
        this.store = store;
        this.words = words;
        this.frames = frames;
        this.products = products;
    }

    // Asking

    /** A form as it was typed. */
    record Typed(String mail, String language, String about, Set<String> series, Set<String> kinds) {

        Typed {
            series = Set.copyOf(series);
            kinds = Set.copyOf(kinds);
        }
    }

    @GetMapping(HERE)
    @Requires(Act.OPEN)
    ModelAndView form(
            @RequestParam(defaultValue = "") String product,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        if (frames.isOn() && !subscriptions.isOpen()) {
            response.setStatus(404);
            return page("portal/missing", "", ui, response);
        }
        requireOpen();
        Set<String> chosen = shown().stream()
                .map(Series::code)
                .filter(code -> code.equalsIgnoreCase(product))
                .collect(Collectors.toSet());
        Typed fresh = new Typed(
                "",
                ui.lang(),
                chosen.isEmpty() ? "every" : "some",
                chosen,
                AudienceKind.ALL.stream().map(AudienceKind::id).collect(Collectors.toSet()));
        return form(fresh, new Mistakes(), ui, response);
    }

    private ModelAndView form(Typed typed, Mistakes mistakes, Ui ui, HttpServletResponse response) {
        return page("audience/ask", "", ui, response)
                .addObject("typed", typed.mail())
                .addObject("language", typed.language())
                .addObject("about", typed.about())
                .addObject(
                        "series",
                        shown().stream()
                                .map(one -> new Parts.Choice(one.code(), one.name(ui.lang()), one.code()))
                                .toList())
                .addObject("chosen", typed.series())
                .addObject(
                        "kinds",
                        AudienceKind.ALL.stream()
                                .map(kind -> new Parts.Choice(kind.id(), ui.t("audience.kind." + kind.id())))
                                .toList())
                .addObject("wanted", typed.kinds())
                .addObject("mistakes", mistakes);
    }

    /** The series with a public page that are in use. */
    private List<Series> shown() {
        List<UUID> ids = frames.shown();
        Set<UUID> archived = products.archived();
        return products.byIds(ids).stream()
                .filter(one -> !archived.contains(one.id()))
                .sorted(Comparator.comparingInt(one -> ids.indexOf(one.id())))
                .toList();
    }

    /** A page of the public frame; neither a cache nor the next site learns an address that opens something. */
    private ModelAndView page(String template, String below, Ui ui, HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Robots-Tag", "noindex");
        String other = ui.lang().equals("ja") ? "en" : "ja";
        PortalFrame frame = frames.of(ui, HERE + below + "?lang=" + other);
        return new ModelAndView(template).addObject("frame", frame).addObject("maker", frame.maker());
    }

    private void requireOpen() {
        if (!frames.isOn() || !subscriptions.isOpen()) {
            throw new Problem(404, "audience.off");
        }
    }

    @PostMapping(HERE)
    @Requires(Act.OPEN)
    ModelAndView ask(
            @RequestParam(defaultValue = "") String mail,
            @RequestParam(defaultValue = "") String language,
            @RequestParam(defaultValue = "") String about,
            @RequestParam(required = false) @Nullable List<String> series,
            @RequestParam(required = false) @Nullable List<String> kind,
            @RequestParam(name = TRAP, defaultValue = "") String trap,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request,
            HttpServletResponse response) {
        requireOpen();
        String address = Subscriptions.tidy(mail.strip());
        Set<String> codes = series == null ? Set.of() : new HashSet<>(series);
        Set<String> kinds = kind == null ? Set.of() : new HashSet<>(kind);
        Typed typed = new Typed(
                mail.substring(0, Math.min(mail.length(), Subscriptions.MAIL_CHARS_MAX * 2)),
                language.equals("en") || language.equals("ja") ? language : ui.lang(),
                about.equals("some") ? "some" : "every",
                codes,
                kinds);
        List<UUID> chosen = shown().stream()
                .filter(one -> codes.contains(one.code()))
                .map(Series::id)
                .toList();
        Wish wish = new Wish(
                address,
                typed.language(),
                typed.about().equals("every"),
                typed.about().equals("every") ? List.of() : chosen,
                kinds.stream().flatMap(id -> AudienceKind.of(id).stream()).collect(Collectors.toSet()));
        Mistakes mistakes = new Mistakes();
        if (!Subscriptions.isAddress(address)) {
            mistakes.add("mail", ui.t("audience.wrong.mail"));
        }
        if (!wish.everySeries() && chosen.isEmpty()) {
            mistakes.add("series", ui.t("audience.wrong.series"));
        }
        if (wish.kinds().isEmpty()) {
            mistakes.add("kind", ui.t("audience.wrong.kind"));
        }
        if (!mistakes.none()) {
            response.setStatus(422);
            return form(typed, mistakes, ui, response);
        }
        subscriptions.ask(wish, !trap.isEmpty(), Source.of(request));
        return page("audience/asked", "", ui, response).addObject("hours", Subscriptions.OPEN_FOR.toHours());
    }

    // Agreeing

    /** Programs that look through mails open links; only a person presses the button. */
    @GetMapping(HERE + "/confirm/{key}")
    @Requires(Act.OPEN)
    ModelAndView confirming(
            @PathVariable String key,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request,
            HttpServletResponse response) {
        Wish wish = subscriptions.asked(key, Source.of(request)).orElseThrow(() -> new Problem(404, "audience.link"));
        return confirm(key, wish, false, ui, response);
    }

    private ModelAndView confirm(String key, Wish wish, boolean done, Ui ui, HttpServletResponse response) {
        return page("audience/confirm", "/confirm/" + key, ui, response)
                .addObject("key", key)
                .addObject("wish", words.wishes(wish, ui.locale()))
                .addObject("mail", masked(wish.mail()))
                .addObject("done", done);
    }

    /** Enough for whoever owns an address to know it. */
    static String masked(String mail) {
        int at = mail.lastIndexOf('@');
        return at < 1 ? "" : mail.substring(0, 1) + "***" + mail.substring(at);
    }

    @PostMapping(HERE + "/confirm/{key}")
    @Requires(Act.OPEN)
    ModelAndView confirm(
            @PathVariable String key,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request,
            HttpServletResponse response) {
        Wish wish = subscriptions.confirm(key, Source.of(request)).orElseThrow(() -> new Problem(404, "audience.link"));
        return confirm(key, wish, true, ui, response);
    }

    // A mail

    private AudienceStore.Sent mail(String key, HttpServletRequest request) {
        return subscriptions.mail(key, Source.of(request)).orElseThrow(() -> new Problem(404, "audience.link"));
    }

    @GetMapping(HERE + "/{key}")
    @Requires(Act.OPEN)
    ModelAndView read(
            @PathVariable String key,
            @RequestParam(defaultValue = "") String done,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request,
            HttpServletResponse response) {
        AudienceStore.Sent mail = mail(key, request);
        if (request.getMethod().equals("GET")) {
            subscriptions.opened(mail);
        }
        UserNotice notice = store.byId(mail.notice()).orElseThrow();
        NoticeContent content = notice.content();
        return page("audience/read", "/" + key, ui, response)
                .addObject("key", key)
                .addObject("title", content.title().in(ui.lang()))
                .addObject("text", content.text().in(ui.lang()))
                .addObject(
                        "day",
                        ui.day(
                                notice.step() == null
                                        ? notice.madeAt()
                                        : notice.step().at()))
                .addObject("more", content.page().isEmpty() ? "" : "/public/" + ui.lang() + "/" + content.page())
                .addObject("acknowledged", mail.acknowledged())
                .addObject("wanted", mail.wanted())
                .addObject("done", done.equals("read"));
    }

    @PostMapping(HERE + "/{key}")
    @Requires(Act.OPEN)
    ModelAndView acknowledge(@PathVariable String key, @ModelAttribute("ui") Ui ui, HttpServletRequest request) {
        subscriptions.acknowledged(mail(key, request));
        return new ModelAndView("redirect:" + HERE + "/" + key + "?done=read&lang=" + ui.lang());
    }

    @GetMapping(HERE + "/{key}/stop")
    @Requires(Act.OPEN)
    ModelAndView stopping(
            @PathVariable String key,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request,
            HttpServletResponse response) {
        AudienceStore.Sent mail = mail(key, request);
        return page("audience/stop", "/" + key + "/stop", ui, response)
                .addObject("key", key)
                .addObject("wanted", mail.wanted());
    }

    /** By the button of the page, or by the reader's program (RFC 8058: no cookie, no question, any body). */
    @PostMapping(HERE + "/{key}/stop")
    @Requires(Act.OPEN)
    ModelAndView stop(
            @PathVariable String key,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request,
            HttpServletResponse response) {
        subscriptions.stop(mail(key, request));
        return page("audience/stop", "/" + key + "/stop", ui, response)
                .addObject("key", key)
                .addObject("wanted", false);
    }
}
