package dev.shisa.server.audience;

import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** フィールド › 知らせ › アップデート: what do owners have to know of a new version? */
@Controller
class UpdateNoticePages {

    private static final String NEW = AudiencePages.NOTICES + "/updates/new";
    private static final String EDIT = AudiencePages.NOTICES + "/{code}/edit";
    private static final int SERIES_MAX = 500;

    /** Parts that a person writes, in their order. */
    static final List<String> PARTS = List.of("fixes", "why", "without", "install", "news");

    private final UpdateNotices updates;
    private final UserNotices notices;
    private final Products products;

    UpdateNoticePages(UpdateNotices updates, UserNotices notices, Products products) {
        this.updates = updates;
        this.notices = notices;
        this.products = products;
    }

    @GetMapping(NEW)
    @Requires(Act.TELL_USERS)
    ModelAndView fresh(
            @RequestParam(defaultValue = "") String release,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return form("", release, Map.of(), 0, new Mistakes(), person, ui);
    }

    private ModelAndView form(
            String code,
            String release,
            Map<String, String> typed,
            int number,
            Mistakes mistakes,
            Person person,
            Ui ui) {
        List<Parts.Choice> releases = new ArrayList<>();
        Set<UUID> archived = products.archived();
        List<Series> visible = products.visibleTo(person, 0, SERIES_MAX);
        Map<UUID, List<Release>> each =
                products.releases(visible.stream().map(Series::id).toList());
        for (Series series : visible) {
            if (!archived.contains(series.id())) {
                each.getOrDefault(series.id(), List.of())
                        .forEach(one -> releases.add(new Parts.Choice(
                                one.id().toString(), ui.t("audience.update.release", series.name(), one.name()))));
            }
        }
        return new ModelAndView("audience/update")
                .addObject("code", code)
                .addObject("release", release)
                .addObject("releases", releases)
                .addObject("typed", Map.copyOf(typed))
                .addObject("parts", PARTS)
                .addObject("number", number)
                .addObject("mistakes", mistakes);
    }

    @PostMapping(NEW)
    @Requires(Act.TELL_USERS)
    ModelAndView begin(
            @RequestParam Map<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        String chosen = fields.getOrDefault("release", "");
        Release release = Typed.id(chosen)
                .flatMap(products::release)
                .filter(one -> person.sees(one.seriesId()))
                .orElse(null);
        Mistakes mistakes = new Mistakes();
        if (release == null) {
            mistakes.add("release", ui.t("audience.update.wrong.release"));
        }
        UpdateText text = text(release == null ? new UUID(0, 0) : release.id(), fields);
        wrong(text, mistakes, ui);
        if (!mistakes.none() || release == null) {
            response.setStatus(422);
            return form("", chosen, fields, 0, mistakes, person, ui);
        }
        Series series = products.byId(release.seriesId()).orElseThrow();
        return to(updates.begin(series, release, text, person));
    }

    private static void wrong(UpdateText text, Mistakes mistakes, Ui ui) {
        UpdateNotices.wrong(text)
                .forEach(wrong -> mistakes.add(
                        wrong.field(),
                        ui.t(
                                "audience.update.wrong." + wrong.why(),
                                UpdateText.PART_CHARS_MAX,
                                UpdateText.DEVICE_CHARS_MAX)));
    }

    private static UpdateText text(UUID release, Map<String, String> fields) {
        return new UpdateText(
                release,
                said(fields, "fixes"),
                said(fields, "why"),
                said(fields, "without"),
                said(fields, "install"),
                said(fields, "news"),
                said(fields, "device"));
    }

    private static Said said(Map<String, String> fields, String name) {
        return new Said(
                fields.getOrDefault(name + "Ja", "").replace("\r\n", "\n").strip(),
                fields.getOrDefault(name + "En", "").replace("\r\n", "\n").strip());
    }

    private static ModelAndView to(UserNotice notice) {
        return new ModelAndView(
                "redirect:" + AudiencePages.NOTICES + "/" + notice.code().toLowerCase(Locale.ROOT) + "?done=saved");
    }

    private UserNotice draft(String code, Person person) {
        UserNotice notice = notices.require(code, person);
        if (notice.content().update() == null || notice.state() != UserNotice.State.WAITING) {
            throw new Problem(409, "audience.over");
        }
        return notice;
    }

    @GetMapping(EDIT)
    @Requires(Act.TELL_USERS)
    ModelAndView edit(@PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        UserNotice notice = draft(code, person);
        UpdateText text = java.util.Objects.requireNonNull(notice.content().update());
        Map<String, String> typed = new java.util.HashMap<>();
        Map<String, Said> all = Map.of(
                "fixes",
                text.fixes(),
                "why",
                text.why(),
                "without",
                text.without(),
                "install",
                text.install(),
                "news",
                text.news(),
                "device",
                text.device());
        all.forEach((name, said) -> {
            typed.put(name + "Ja", said.ja());
            typed.put(name + "En", said.en());
        });
        return form(
                notice.code().toLowerCase(Locale.ROOT),
                text.release().toString(),
                typed,
                notice.drafts().getLast().number(),
                new Mistakes(),
                person,
                ui);
    }

    @PostMapping(EDIT)
    @Requires(Act.TELL_USERS)
    ModelAndView save(
            @PathVariable String code,
            @RequestParam Map<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        UserNotice notice = draft(code, person);
        UpdateText before = java.util.Objects.requireNonNull(notice.content().update());
        String seen = fields.getOrDefault("number", "");
        int number = seen.matches("[0-9]{1,9}") ? Integer.parseInt(seen) : 0;
        UpdateText text = text(before.release(), fields);
        Mistakes mistakes = new Mistakes();
        wrong(text, mistakes, ui);
        if (!mistakes.none()) {
            response.setStatus(422);
            return form(
                    notice.code().toLowerCase(Locale.ROOT),
                    before.release().toString(),
                    fields,
                    number,
                    mistakes,
                    person,
                    ui);
        }
        return to(updates.save(notice, number, text, person));
    }
}
