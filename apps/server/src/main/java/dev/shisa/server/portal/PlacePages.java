package dev.shisa.server.portal;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.portal.PlaceRows.Resting;
import dev.shisa.server.portal.PublishedPlace.State;
import dev.shisa.server.portal.StatedPlaces.Stated;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Can users really read what we say that we publish? (S1.1-05, S1.1-16) */
@Controller
class PlacePages {

    static final String HERE = "/organisation/published";

    private final PlaceRows rows;
    private final PlaceWatch watch;
    private final Messages messages;
    private final Audit audit;

    PlacePages(PlaceRows rows, PlaceWatch watch, Messages messages, Audit audit) {
        this.rows = rows;
        this.watch = watch;
        this.messages = messages;
        this.audit = audit;
    }

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView list(
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        List<Resting> all = rows.of(person);
        long gone = all.stream().filter(one -> one.state() == State.GONE).count();
        return new ModelAndView("portal/places")
                .addObject(
                        "title",
                        all.isEmpty()
                                ? ui.t("portal.place.title.none")
                                : gone > 0
                                        ? ui.t("portal.place.title.gone", all.size(), gone)
                                        : ui.t("portal.place.title", all.size()))
                .addObject("rows", all.stream().map(one -> row(one, ui)).toList())
                .addObject("done", done.equals("there") || done.equals("not-there") ? done : "");
    }

    private PlaceView.Row row(Resting resting, Ui ui) {
        PublishedPlace place = resting.place();
        State state = resting.state();
        Instant reached = place.reachedAt();
        return new PlaceView.Row(
                place.address(),
                resting.stated().stream()
                        .map(one -> new Parts.Crumb(
                                said(one, ui), "/evidence/" + one.entry().evidenceCode()))
                        .distinct()
                        .toList(),
                reached == null ? "" : ui.minute(reached),
                chip(state),
                ui.t("portal.place.state." + word(state)),
                note(resting, ui),
                resting.against().stream()
                        .map(code -> new Parts.Crumb(code, "/evidence/" + code))
                        .toList());
    }

    private static String said(Stated stated, Ui ui) {
        return ui.t(
                "portal.place.said",
                stated.series() == null
                        ? ui.t("evidence.organisation")
                        : stated.series().name(),
                ui.t("portal.place.key." + stated.slot().key().value()));
    }

    static String word(State state) {
        return switch (state) {
            case NEW -> "new";
            case THERE -> "there";
            case FAILING -> "failing";
            case GONE -> "gone";
            case UNASKED -> "unasked";
        };
    }

    private static String chip(State state) {
        return switch (state) {
            case NEW, FAILING, UNASKED -> "unknown";
            case THERE -> "met";
            case GONE -> "recheck";
        };
    }

    private String note(Resting resting, Ui ui) {
        PublishedPlace place = resting.place();
        Instant since = place.failingSince();
        Instant changed = place.changedAt();
        if (!resting.lacking().isEmpty()) {
            return ui.t(
                    "portal.place.note.lacking",
                    resting.lacking().stream()
                            .map(one -> said(one, ui))
                            .collect(Collectors.joining(ui.t("people.and"))));
        }
        if (!place.outcome().isEmpty()) {
            String why = PlaceWatch.why(place, messages, ui.locale());
            return since == null ? why : ui.t("portal.place.note.since", why, ui.minute(since), place.failures());
        }
        return changed == null ? "" : ui.t("portal.place.note.changed", ui.minute(changed));
    }

    @GetMapping(HERE + ".{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        return TableFile.of(format, "published-places", ui)
                .column("address", "portal.place.address")
                .column("said", "portal.place.what")
                .column("reached", "portal.place.reached.at")
                .column("state", "portal.place.state")
                .column("note", "portal.place.note")
                .download(rows.of(person).stream()
                        .map(one -> row(one, ui))
                        .map(row -> List.of(
                                row.address(),
                                row.said().stream().map(Parts.Crumb::label).collect(Collectors.joining("\n")),
                                row.reached(),
                                row.word(),
                                row.note()))
                        .toList());
    }

    @PostMapping(HERE + "/look")
    @Requires(Act.ADD_EVIDENCE)
    String look(@RequestParam String address, @AuthenticationPrincipal Person person) {
        PublishedPlace place = look(address, person, rows, watch, audit);
        return "redirect:" + HERE + "?done=" + (place.state() == State.THERE ? "there" : "not-there");
    }

    /** One of those that the person sees, asked for now. */
    static PublishedPlace look(String address, Person person, PlaceRows rows, PlaceWatch watch, Audit audit) {
        if (rows.of(person).stream().noneMatch(one -> one.place().address().equals(address))) {
            throw new Problem(404, "portal.place.unknown");
        }
        audit.record(person, "portal.look", address, Map.of());
        return watch.lookNow(address).orElseThrow(() -> new Problem(404, "portal.place.unknown"));
    }
}
