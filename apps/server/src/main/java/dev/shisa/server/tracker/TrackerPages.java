package dev.shisa.server.tracker;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.outgoing.OutsideHttp;
import dev.shisa.server.platform.outgoing.OwnNetwork;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** 設定 › 課題管理: to which project is what waits sent, and does it take it? */
@Controller
@RequestMapping(TrackerPages.HERE)
class TrackerPages {

    static final String HERE = "/settings/trackers";

    private static final int TOKEN_CHARS_MAX = 500;
    private static final int LOGIN_CHARS_MAX = 200;

    private final Trackers trackers;
    private final IssueWords words;

    TrackerPages(Trackers trackers, IssueWords words) {
        this.trackers = trackers;
        this.words = words;
    }

    @GetMapping
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView list(@ModelAttribute("ui") Ui ui) {
        return list(ui, new TrackerView.Form("", TrackerKind.BACKLOG.id(), "", false, "", ""), new Mistakes());
    }

    @GetMapping("/export.{format}")
    @Requires(Act.CHANGE_SETTINGS)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(@PathVariable String format, @ModelAttribute("ui") Ui ui) {
        return TableFile.of(format, "shisa-trackers-" + ui.day(ui.now()), ui)
                .column("name", "tracker.word")
                .column("kind", "tracker.kind")
                .column("project", "tracker.project")
                .column("state", "tracker.state")
                .column("made", "tracker.made")
                .download(trackers.all().stream()
                        .map(one -> row(ui, one))
                        .map(row -> List.of(row.name(), row.kind(), row.project(), row.words(), row.made()))
                        .toList());
    }

    /** Asks for the project; what it finds is shown before anything is sent there. */
    @PostMapping
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView add(
            @RequestParam Map<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response)
            throws InterruptedException {
        TrackerView.Form form = new TrackerView.Form(
                text(sent, "name"),
                text(sent, "kind"),
                text(sent, "url"),
                text(sent, "inside").equals("1"),
                text(sent, "project"),
                text(sent, "login"));
        String token = text(sent, "token");
        Mistakes mistakes = new Mistakes();
        Tracker.Place place = place(ui, form, mistakes);
        token(ui, token, mistakes);
        if (place != null && mistakes.none()) {
            Optional<String> called = called(ui, place, token, mistakes);
            if (called.isPresent()) {
                Tracker made = trackers.add(form.name(), place, token, called.get(), person);
                return new ModelAndView("redirect:" + HERE + "/" + made.id());
            }
        }
        response.setStatus(422);
        return list(ui, form, mistakes);
    }

    /** Where it would be; null if that cannot be, with what is wrong noted. */
    private static Tracker.@Nullable Place place(Ui ui, TrackerView.Form form, Mistakes mistakes) {
        if (form.name().isEmpty() || form.name().length() > Trackers.NAME_CHARS_MAX) {
            mistakes.add("name", ui.t("tracker.name.wrong", Trackers.NAME_CHARS_MAX));
        }
        TrackerKind kind = Arrays.stream(TrackerKind.values())
                .filter(one -> one.id().equals(form.kind()))
                .findFirst()
                .orElse(null);
        if (kind == null) {
            mistakes.add("kind", ui.t("tracker.kind.wrong"));
        }
        Optional<URI> uri = OutsideHttp.address(form.url()).filter(one -> one.getRawQuery() == null);
        if (uri.isEmpty()) {
            mistakes.add("url", ui.t("webhook.url.wrong"));
        } else if (!form.inside() && OwnNetwork.saysWithin(uri.get().getHost())) {
            mistakes.add("url", ui.t("outgoing.inside.wrong", uri.get().getHost()));
        }
        if (kind != null && !kind.isProject(form.project())) {
            mistakes.add("project", ui.t("tracker.project.wrong." + kind.id()));
        }
        if (form.login().length() > LOGIN_CHARS_MAX
                || (kind != TrackerKind.JIRA && !form.login().isEmpty())) {
            mistakes.add("login", ui.t("tracker.login.wrong"));
        }
        return kind == null || uri.isEmpty()
                ? null
                : new Tracker.Place(
                        kind, uri.get().toString().replaceAll("/+$", ""), form.inside(), form.project(), form.login());
    }

    private static void token(Ui ui, String token, Mistakes mistakes) {
        if (!token.matches("[!-~]{1," + TOKEN_CHARS_MAX + "}")) {
            mistakes.add("token", ui.t("tracker.token.wrong"));
        }
    }

    /** By which name the tracker knows the project; empty: it does not, with why noted. */
    private Optional<String> called(Ui ui, Tracker.Place place, String token, Mistakes mistakes)
            throws InterruptedException {
        try {
            return Optional.of(trackers.ask(place, token));
        } catch (Trouble e) {
            String field = switch (e.why().code()) {
                case "token" -> "token";
                case "project" -> "project";
                default -> "url";
            };
            mistakes.add(field, words.why(ui.locale(), e.why().code(), e.why().args()));
            return Optional.empty();
        }
    }

    @GetMapping("/{id}")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView one(@PathVariable String id, @ModelAttribute("ui") Ui ui) {
        return one(ui, require(id), new Mistakes());
    }

    /** Says that it is the right project. */
    @PostMapping("/{id}/use")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView use(@PathVariable String id) {
        trackers.use(require(id));
        return new ModelAndView("redirect:" + HERE + "/" + id);
    }

    /** Asks with another token, which is kept if it opens the project. */
    @PostMapping("/{id}/token")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView token(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String token,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response)
            throws InterruptedException {
        Tracker tracker = require(id);
        Mistakes mistakes = new Mistakes();
        token(ui, token.strip(), mistakes);
        if (mistakes.none()) {
            Optional<String> called = called(ui, tracker.place(), token.strip(), mistakes);
            if (called.isPresent()) {
                trackers.renew(tracker, token.strip(), called.get());
                return new ModelAndView("redirect:" + HERE + "/" + id);
            }
        }
        response.setStatus(422);
        return one(ui, tracker, mistakes);
    }

    @PostMapping("/{id}/remove")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView remove(@PathVariable String id) {
        trackers.remove(require(id));
        return new ModelAndView("redirect:" + HERE);
    }

    private Tracker require(String id) {
        return Typed.id(id).map(trackers::require).orElseThrow(() -> new Problem(404, "tracker.unknown"));
    }

    private ModelAndView list(Ui ui, TrackerView.Form form, Mistakes mistakes) {
        return new ModelAndView("tracker/trackers")
                .addObject(
                        "rows", trackers.all().stream().map(one -> row(ui, one)).toList())
                .addObject("form", form)
                .addObject("mistakes", mistakes)
                .addObject(
                        "kinds",
                        Arrays.stream(TrackerKind.values())
                                .map(kind -> new Parts.Choice(
                                        kind.id(),
                                        ui.t("tracker.kind." + kind.id()),
                                        ui.t("tracker.kind." + kind.id() + ".help")))
                                .toList());
    }

    private ModelAndView one(Ui ui, Tracker tracker, Mistakes mistakes) {
        return new ModelAndView("tracker/tracker")
                .addObject("row", row(ui, tracker))
                .addObject("url", tracker.place().url())
                .addObject("days", tracker.place().kind().hasDays())
                .addObject("mistakes", mistakes);
    }

    private TrackerView.Row row(Ui ui, Tracker one) {
        Tracker.Trouble trouble = one.trouble();
        String state = !one.used() ? "new" : trouble.since() == null ? "well" : "trouble";
        return new TrackerView.Row(
                one.id().toString(),
                one.name(),
                ui.t("tracker.kind." + one.place().kind().id()),
                one.place().project(),
                one.called(),
                state,
                state.equals("new") ? "clock" : state.equals("well") ? "info" : "recheck",
                trouble.since() == null
                        ? ui.t("tracker.state." + state)
                        : ui.t(
                                "tracker.state.trouble",
                                ui.minute(trouble.since()),
                                words.why(ui.locale(), trouble.code(), trouble.args())),
                ui.t(
                        "monitoring.made.by",
                        ui.minute(one.made().at()),
                        one.made().by()));
    }

    private static String text(Map<String, String> sent, String name) {
        return sent.getOrDefault(name, "").strip();
    }
}
