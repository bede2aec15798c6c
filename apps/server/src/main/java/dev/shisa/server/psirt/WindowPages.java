package dev.shisa.server.psirt;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.outgoing.MailServer;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What was JPCERT/CC told of the window, and is it still right? */
@Controller
class WindowPages {

    static final String HERE = CaseWords.ALL + "/window";
    static final List<String> LINES = List.of("organisation", "contact", "mail", "phone", "fingerprint");

    private final Windows windows;
    private final People people;

    WindowPages(Windows windows, People people) {
        this.windows = windows;
        this.people = people;
    }

    @GetMapping(HERE)
    @Requires(Act.RUN_PSIRT)
    ModelAndView window(@RequestParam(defaultValue = "") String done, @ModelAttribute("ui") Ui ui) {
        Map<String, String> own = windows.own();
        Map<String, String> values = new HashMap<>();
        windows.last()
                .ifPresentOrElse(
                        w -> {
                            values.put("organisation", w.organisation());
                            values.put("contact", w.contact());
                            values.put("mail", w.mail());
                            values.put("phone", w.phone());
                            values.put("fingerprint", w.fingerprint());
                            values.put("since", w.since().toString());
                        },
                        () -> {
                            values.put("organisation", own.getOrDefault("name", ""));
                            values.put("mail", own.getOrDefault("mail", ""));
                            values.put("phone", own.getOrDefault("phone", ""));
                            values.put(
                                    "fingerprint", own.getOrDefault("key", "").replace("?", ""));
                            values.put("since", windows.today().toString());
                        });
        values.put("confirmed", windows.today().toString());
        return page(values, new Mistakes(), done.equals("saved"), ui);
    }

    private ModelAndView page(Map<String, String> values, Mistakes mistakes, boolean done, Ui ui) {
        Window last = windows.last().orElse(null);
        String standing = windows.standing();
        return new ModelAndView("psirt/window")
                .addObject("standing", standing)
                .addObject(
                        "title",
                        last == null
                                ? ui.t("psirt.window.none")
                                : ui.t(
                                        "psirt.window.title." + standing,
                                        last.until().toString()))
                .addObject(
                        "changed",
                        windows.changed().stream()
                                .map(field -> ui.t("psirt.window.changed", ui.t("psirt.window.own." + field)))
                                .toList())
                .addObject("values", new TreeMap<>(values))
                .addObject("seen", last == null ? "" : last.id().toString())
                .addObject("mistakes", mistakes)
                .addObject("done", done)
                .addObject(
                        "rows",
                        windows.all().stream()
                                .map(w -> new CaseView.Fact(
                                        ui.minute(w.at()) + " " + w.byName(),
                                        ui.t(
                                                "psirt.window.row",
                                                w.organisation(),
                                                w.contact(),
                                                w.mail(),
                                                w.confirmed().toString())))
                                .toList())
                .addObject("own", own(ui));
    }

    private List<CaseView.Fact> own(Ui ui) {
        Map<String, String> own = windows.own();
        return Windows.OWN.stream()
                .map(field -> {
                    String value = own.getOrDefault(field, "");
                    return new CaseView.Fact(
                            ui.t("psirt.window.own." + field),
                            value.isEmpty() ? "–" : field.equals("duty") ? names(value, ui) : value);
                })
                .toList();
    }

    private String names(String ids, Ui ui) {
        return String.join(
                ui.t("psirt.and"),
                Arrays.stream(ids.split(" ", -1))
                        .flatMap(id -> people.find(UUID.fromString(id)).stream())
                        .map(Person::name)
                        .sorted()
                        .toList());
    }

    @PostMapping(HERE)
    @Requires(Act.RUN_PSIRT)
    ModelAndView enter(
            @RequestParam Map<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Mistakes mistakes = new Mistakes();
        Map<String, String> values = values(sent);
        wrong(values).forEach((field, why) -> mistakes.add(field, ui.t("psirt.mistake." + why, 200)));
        LocalDate since = day(sent.getOrDefault("since", ""));
        LocalDate confirmed = day(sent.getOrDefault("confirmed", ""));
        LocalDate today = windows.today();
        if (since == null || since.isAfter(today)) {
            mistakes.add("since", ui.t("psirt.mistake.past-day"));
        }
        if (confirmed == null || confirmed.isAfter(today) || (since != null && confirmed.isBefore(since))) {
            mistakes.add("confirmed", ui.t("psirt.mistake.confirmed"));
        }
        if (since != null && confirmed != null && mistakes.none()) {
            try {
                windows.enter(values, since, confirmed, id(sent.getOrDefault("seen", "")), person, "page");
                return new ModelAndView("redirect:" + HERE + "?done=saved");
            } catch (Problem changed) {
                if (!changed.code().equals("changed-meanwhile")) {
                    throw changed;
                }
                mistakes.add("organisation", ui.t("psirt.mistake.changed"));
            }
        }
        response.setStatus(422);
        return page(sent, mistakes, false, ui);
    }

    static Map<String, String> values(Map<String, String> sent) {
        Map<String, String> values = new HashMap<>();
        for (String field : LINES) {
            values.put(field, Entering.clean(sent.getOrDefault(field, ""), false));
        }
        values.put(
                "fingerprint",
                values.getOrDefault("fingerprint", "").replace(" ", "").toUpperCase(Locale.ROOT));
        return values;
    }

    /** What cannot be taken, by field: the end of a message {@code psirt.mistake.<why>}. */
    static Map<String, String> wrong(Map<String, String> values) {
        Map<String, String> wrong = new TreeMap<>();
        for (String field : LINES) {
            if (values.getOrDefault(field, "").length() > EntryField.Type.LINE.charsMax()) {
                wrong.put(field, "too-long");
            }
        }
        for (String field : List.of("organisation", "contact")) {
            if (values.getOrDefault(field, "").isEmpty()) {
                wrong.put(field, "missing");
            }
        }
        if (!MailServer.isAddress(values.getOrDefault("mail", ""))) {
            wrong.put("mail", "address");
        }
        if (!values.getOrDefault("fingerprint", "").matches("|[0-9A-F]{40}|[0-9A-F]{64}")) {
            wrong.put("fingerprint", "fingerprint");
        }
        return wrong;
    }

    private static @Nullable LocalDate day(String typed) {
        try {
            LocalDate day = LocalDate.parse(typed);
            return day.getYear() < 1990 ? null : day;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static @Nullable UUID id(String typed) {
        try {
            return typed.isEmpty() ? null : UUID.fromString(typed);
        } catch (IllegalArgumentException e) {
            return new UUID(0, 0);
        }
    }
}
